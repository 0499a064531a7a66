"""What other systems are told: signed JSON, or a message as Slack and its likes take it."""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sources.fetching.posting import Posted, post_json

SIGNATURE = "X-Factcheck-Signature"
SLACK_SIGNS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def sign(secret: str, body: bytes, at: datetime) -> str:
    """`t=<seconds>,v1=<hex>`: HMAC-SHA256 with the shared secret over `<seconds>.<body>`, so that an old
    message cannot be sent again as a new one."""
    seconds = str(int(at.timestamp()))
    digest = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={digest}"


def json_body(changes: Iterable[Mapping[str, Any]], at: datetime) -> bytes:
    message = {"event": "source_changes", "at": at.isoformat(), "changes": list(changes)}
    return json.dumps(message, ensure_ascii=False).encode()


def slack_body(lines: Iterable[tuple[str, str, str]]) -> bytes:
    """Lines of (address, words of the link, text behind it), escaped as Slack asks for."""
    written = [
        f"• <{url}|{words.translate(SLACK_SIGNS).replace('|', '¦')}>: {text.translate(SLACK_SIGNS)}"
        for url, words, text in lines
    ]
    return json.dumps({"text": "\n".join(written)}, ensure_ascii=False).encode()


def send(url: str, secret: str, body: bytes, at: datetime) -> Posted:
    """Post a body with its signature, under the guard that every fetch is under."""
    return post_json(url, body, {SIGNATURE: sign(secret, body, at)})


def trouble_of(posted: Posted) -> str:
    """What went wrong, for the log of deliveries; "" when it arrived."""
    return posted.trouble or ("" if posted.succeeded else f"The address answered {posted.status}.")
