"""The archives a newsroom asks, and the addresses under which each answers.

FACTCHECK_ARCHIVES names them as `role=base`: `wayback=https://web.archive.org` has look-up (CDX),
availability and Save Page Now besides; every other one is asked by the standard alone (RFC 7089).
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from sources import addresses
from sources.models import Link

NEAREST = 50  # captures asked for around a date
# archive.today altered snapshots in 2026; its captures stand for nothing, whoever lists them.
_ARCHIVE_TODAY = frozenset(f"archive.{name}" for name in "today ph is li vn fo md".split())
_STAMPED = re.compile(r"(/\d{14})(?:[a-z]{2}_)?(/)")


def is_trusted(role: str, url: str) -> bool:
    """Whether what stands at this address, in a link of this role, may be relied on."""
    try:
        return role != Link.Role.ARCHIVE_TODAY and addresses.domain_of(url) not in _ARCHIVE_TODAY
    except addresses.Refused:
        return True  # nobody will fetch it


@dataclass(frozen=True, slots=True)
class Archive:
    """`base` has no closing slash. An untrusted archive is shown, and relied on for nothing."""

    role: str
    base: str

    @property
    def trusted(self) -> bool:
        return is_trusted(self.role, self.base)

    @property
    def takes_submissions(self) -> bool:
        return self.role == Link.Role.WAYBACK

    def may_hear_of(self, url: str) -> bool:
        """A public archive is not told of addresses inside a house; one inside the house may be."""
        return _is_public(url) or not _is_public(self.base)

    @property
    def host_key(self) -> str:
        """One bucket for all that is asked of it, shared with the routine visits of its mementos."""
        return addresses.domain_of(self.base)

    @property
    def _web(self) -> str:
        return f"{self.base}/web" if self.role == Link.Role.WAYBACK else self.base

    def timemap(self, url: str) -> str:
        return f"{self._web}/timemap/link/{url}"

    def timegate(self, url: str) -> str:
        return f"{self._web}/{url}"

    def playback(self, stamp: str, url: str) -> str:
        """A capture without rewritten links and without the archive's toolbar (`id_`)."""
        return f"{self._web}/{stamp}id_/{url}"

    def lookup(self, url: str, around: datetime) -> str:
        """Captures that answered 200, nearest to a date first (CDX server)."""
        query = {
            "url": url,
            "output": "json",
            "fl": "timestamp,original,mimetype,statuscode,digest",
            "filter": "statuscode:200",
            "closest": stamp_of(around),
            "sort": "closest",
            "limit": NEAREST,
        }
        return f"{self.base}/cdx/search/cdx?{urlencode(query)}"

    def availability(self, url: str, around: datetime) -> str:
        """A second door to the nearest capture, which the Wayback Machine has on its other host name."""
        base = self.base.replace("//web.", "//", 1)
        return f"{base}/wayback/available?{urlencode({'url': url, 'timestamp': stamp_of(around)})}"

    @property
    def save(self) -> str:
        return f"{self.base}/save"

    def save_without_key(self, url: str) -> str:
        return f"{self.base}/save/{quote(url, safe=':/?&=%')}"


def _is_public(url: str) -> bool:
    """As far as the address itself tells; nothing is looked up."""
    try:
        address = addresses.parse(url, settings.FACTCHECK_FETCH_PORTS)
    except addresses.Refused:
        return False
    if address.ip is not None:
        return addresses.may_contact(address.ip)
    return not address.private_name


def unrewritten(url: str) -> str:
    """The same capture as it was served to the archive; addresses of another form stay as they are."""
    return _STAMPED.sub(r"\1id_\2", url, count=1)


def readable(url: str) -> str:
    """The same capture with the archive's toolbar, as readers want it: the address that is kept."""
    return _STAMPED.sub(r"\1\2", url, count=1)


def stamp_of(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%d%H%M%S")


def configured() -> list[Archive]:
    """Those of FACTCHECK_ARCHIVES, in that order; ImproperlyConfigured names an entry that is none."""
    archives = []
    for entry in settings.FACTCHECK_ARCHIVES:
        if not entry.strip():
            continue
        role, _, base = entry.strip().partition("=")
        if role not in set(Link.Role.values) - {Link.Role.ORIGINAL} or not base.startswith(
            ("http://", "https://")
        ):
            raise ImproperlyConfigured(f"FACTCHECK_ARCHIVES: '{entry}' is not of the form wayback=https://…")
        archives.append(Archive(role, base.rstrip("/")))
    return archives
