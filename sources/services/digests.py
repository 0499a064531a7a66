"""Digests that stand for a text, or for a document nobody may be told of."""

import hashlib
import json

from sources.models import Document


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def commitment(document: Document) -> str:
    """sha256 over the document's salt and what names it: fixes who and what it is without telling."""
    named = {
        name: getattr(document, name) for name in ("title", "publisher", "authors", "medium", "particulars")
    }
    text = json.dumps(named, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(document.salt + text)
