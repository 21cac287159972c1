"""A drawing kit for tests: whole reports, drawn from a truth and a layout, as PDF bytes."""

from layouts.catalogue import CASES
from layouts.layout import Layout, Printed
from layouts.report import Drawing, Prose, default_prose, draw_report, draw_volume
from layouts.truth import Key, Truth, consistent_truth, provincial_truth

__all__ = [
    "CASES",
    "Drawing",
    "Key",
    "Layout",
    "Printed",
    "Prose",
    "Truth",
    "consistent_truth",
    "default_prose",
    "draw_report",
    "draw_volume",
    "provincial_truth",
]
