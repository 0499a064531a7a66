"""What the head of an answer says, however it is written."""

import aiohttp

from sources.fetching.bodies import TooLarge


def head(response: aiohttp.ClientResponse, most: int) -> str:
    """Status line and headers as text, one a line; no NUL, which the parser lets pass in the reason alone."""
    raw = response.raw_headers
    if sum(len(name) + len(value) + 4 for name, value in raw) > most:
        raise TooLarge
    version = response.version or aiohttp.HttpVersion11
    reason = (response.reason or "").replace("\0", "")
    lines = [f"HTTP/{version.major}.{version.minor} {response.status} {reason}".rstrip()]
    lines += [f"{name.decode('latin-1')}: {value.decode('latin-1')}" for name, value in raw]
    return "\n".join(lines)


def location(response: aiohttp.ClientResponse) -> str | None:
    """The target of a redirect; bytes beyond ASCII are UTF-8 if they can be, else Latin-1."""
    raw = next((value for name, value in response.raw_headers if name.lower() == b"location"), None)
    if raw is None:
        return None
    try:
        return raw.decode().strip()
    except UnicodeDecodeError:
        return raw.decode("latin-1").strip()


def validator(value: str, most: int) -> str:
    """A validator that can be kept and sent back as it came, or none."""
    return value if value.isascii() and value.isprintable() and len(value) <= most else ""


def charset(response: aiohttp.ClientResponse) -> str:
    """The charset parameter of the Content-Type header, which may be nonsense."""
    try:
        declared = response.charset or ""
    except (ValueError, LookupError):
        return ""
    return declared if declared.isascii() and declared.isprintable() and len(declared) <= 40 else ""
