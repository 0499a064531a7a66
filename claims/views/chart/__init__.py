"""Geometry of a chart of figures over time. PURE."""

from claims.views.chart.axes import nice_step, years
from claims.views.chart.drawing import draw
from claims.views.chart.labels import text_width
from claims.views.chart.parts import COLUMN, NARROW, WIDE, Box, Drawing, Frame, Mark, Series

__all__ = [
    "COLUMN",
    "NARROW",
    "WIDE",
    "Box",
    "Drawing",
    "Frame",
    "Mark",
    "Series",
    "draw",
    "nice_step",
    "text_width",
    "years",
]
