"""One guarded asynchronous client for everything that is fetched from outside."""

from sources.fetching.client import Fetcher
from sources.fetching.results import Fetched, Hop, Limits
from sources.fetching.sniffing import sniff

__all__ = ["Fetched", "Fetcher", "Hop", "Limits", "sniff"]
