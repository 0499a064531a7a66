"""One guarded asynchronous client for everything that is fetched from outside."""

from sources.fetching.bodies import Turn
from sources.fetching.client import Fetcher
from sources.fetching.failures import UNFORESEEN
from sources.fetching.results import ErrorClass, Fetched, Hop, Limits
from sources.fetching.sniffing import sniff

__all__ = ["UNFORESEEN", "ErrorClass", "Fetched", "Fetcher", "Hop", "Limits", "Turn", "sniff"]
