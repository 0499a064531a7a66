"""Rows of `sources`: documents, their links, what was kept of them, and when they changed."""

from sources.models.captures import Capture, CaptureText, Passage, Sighting, with_permission
from sources.models.checks import Check, DailyCheck, Finding, Heartbeat
from sources.models.dates import Basis, calendar_day, date_columns, span
from sources.models.documents import Document, Host, Link, LinkQuerySet, LoadedModel, choices_of
from sources.models.mementos import MementoLook, Submission

__all__ = [
    "Basis",
    "Capture",
    "CaptureText",
    "Check",
    "DailyCheck",
    "Document",
    "Finding",
    "Heartbeat",
    "Host",
    "Link",
    "LinkQuerySet",
    "LoadedModel",
    "MementoLook",
    "Passage",
    "Sighting",
    "Submission",
    "calendar_day",
    "choices_of",
    "date_columns",
    "span",
    "with_permission",
]
