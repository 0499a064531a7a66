"""From bytes to the text that a reader would read, in an order and a form that stays comparable."""

from sources.extraction.extract import EXTRACTOR, HTML_TYPES, VERSION, Extracted, extract
from sources.extraction.markup import Part

__all__ = ["EXTRACTOR", "HTML_TYPES", "VERSION", "Extracted", "Part", "extract"]
