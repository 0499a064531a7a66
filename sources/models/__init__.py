"""Rows of `sources`: documents, their links, what was kept of them, and when they changed."""

from sources.models.captures import Capture, CaptureText, Passage, Sighting
from sources.models.checks import Check, Finding
from sources.models.dates import Basis, date_columns, span
from sources.models.documents import Document, Host, Link, LinkQuerySet, LoadedModel, choices_of

__all__ = [
    "Basis",
    "Capture",
    "CaptureText",
    "Check",
    "Document",
    "Finding",
    "Host",
    "Link",
    "LinkQuerySet",
    "LoadedModel",
    "Passage",
    "Sighting",
    "choices_of",
    "date_columns",
    "span",
]
