"""Rating shapes: every rating has a word, a hue and a shape, so that none of the three is needed alone."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

RING = '<circle class="line" cx="10" cy="10" r="7.5"/>'

# Drawn on a square of 20; `fill` and `line` are classes that take the rating's hue.
SHAPES = {
    "accurate": '<circle class="fill" cx="10" cy="10" r="8.4"/>',
    "mostly_accurate": f'{RING}<path class="fill" d="M10 10V2.5A7.5 7.5 0 1 1 2.5 10Z"/>',
    "partly_accurate": f'{RING}<path class="fill" d="M10 2.5a7.5 7.5 0 0 1 0 15Z"/>',
    "mostly_inaccurate": f'{RING}<path class="fill" d="M10 10V2.5A7.5 7.5 0 0 1 17.5 10Z"/>',
    "inaccurate": f'{RING}<path class="line" d="M3.2 16.8 16.8 3.2"/>',
    "misleading": '<path class="line" d="M4 17.5V11a4 4 0 0 1 4-4h7.5M11.5 2.8 15.9 7l-4.4 4.2"/>',
    "outdated": f'{RING}<path class="line" d="M10 5.2V10l3.4 2.4"/>',
    "misattributed": (
        '<path class="fill" d="M3.5 12.5V9.2c0-2.2 1.2-3.8 3.4-4.4l.5 1.2c-1.1.5-1.7 1.3-1.8 2.3h2.3v4.2Z'
        'M11.3 12.5V9.2c0-2.2 1.2-3.8 3.4-4.4l.5 1.2c-1.1.5-1.7 1.3-1.8 2.3h2.3v4.2Z"/>'
        '<path class="line" d="M2 17.5 18 2.5"/>'
    ),
    "unproven": '<circle class="line dotted" cx="10" cy="10" r="7.5"/>',
    "not_checkable": '<path class="line" d="M3 10h14"/>',
    "withdrawn": f'{RING}<path class="line" d="M5.5 10h9"/>',
    "source": '<path class="fill" d="m10 5.2 4.8 4.8-4.8 4.8L5.2 10Z"/>',
    "calculation": '<path class="line" d="M4 7.5h12M4 12.5h12"/>',
    "open": '<circle class="fill" cx="10" cy="10" r="2"/>',
}
UNKNOWN = '<rect class="line" x="3.5" y="3.5" width="13" height="13"/>'


def drawn(slug: str) -> SafeString:
    return SafeString(SHAPES.get(slug, UNKNOWN))


@register.simple_tag
def shape(slug: str, title: str = "", suggested: bool = False) -> SafeString:
    """The shape beside its word: hidden from readers of the text, who hear the word."""
    hue = "suggested" if suggested else slug
    return format_html(
        '<svg class="shape hue-{}" viewBox="0 0 20 20" aria-hidden="true" focusable="false">'
        "<title>{}</title>{}</svg>",
        hue,
        title,
        drawn(slug),
    )


@register.filter
def shape_path(slug: str) -> SafeString:
    """The bare drawing, to be placed inside a chart."""
    return drawn(slug)
