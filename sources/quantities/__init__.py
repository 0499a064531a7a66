"""Reading quantities in German and English text: numbers with unit, hedge and place, dates with precision."""

from sources.quantities.quantity import Kind, Qualifier, Quantity
from sources.quantities.reader import LANGUAGES, read

__all__ = ["LANGUAGES", "Kind", "Qualifier", "Quantity", "read"]
