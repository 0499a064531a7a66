"""What web archives hold of a page (RFC 7089), and asking them to keep one."""

from sources.mementos.archives import Archive, configured, is_trusted, readable, unrewritten
from sources.mementos.buckets import Busy
from sources.mementos.client import Answer, Talk, Trouble, is_memento
from sources.mementos.timemaps import Memento, NotATimeMap, TimeMap, date_of, parse

__all__ = [
    "Answer",
    "Archive",
    "Busy",
    "Memento",
    "NotATimeMap",
    "Talk",
    "TimeMap",
    "Trouble",
    "configured",
    "date_of",
    "is_memento",
    "is_trusted",
    "parse",
    "readable",
    "unrewritten",
]
