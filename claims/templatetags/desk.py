"""What only desk templates need."""

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def verbatim(text: str) -> SafeString:
    """Text that a browser keeps to the letter: HTML parsing would turn a carriage return into a newline,
    and offsets counted in the page would no longer fit the stored text."""
    return mark_safe(escape(text).replace("\r", "&#13;"))  # noqa: S308 (escaped)
