"""The knobs of a drawn report: each field is one habit that real files have or lack."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from layouts.truth import Key

Rules = Literal[
    "full",
    "grey",
    "filled",
    "cutout",
    "thick",
    "boxes",
    "dotted",
    "framed",
    "double",
    "horizontal",
    "three-line",
    "vertical",
    "open-sides",
    "partial",
    "none",
    "white",
    "pictures",
    "apart",
]


class Printed(NamedTuple):
    """What the paper says in one cell, and how it is to be read."""

    text: str
    value: float | None
    state: str = "printed"
    unit: str | None = None
    remark: str | None = None


@dataclass(frozen=True)
class Layout:
    """How a report is set. The defaults are a plain word processor's export."""

    # The tables' rules.
    rules: Rules = "full"
    stray_white_lines: bool = False
    dark_titles: bool = False
    striped: bool = False

    # Rows and labels over pages. A row is named by its code.
    breaks: tuple[str, ...] = ()
    cut_rows: bool = False
    merged_labels: Literal["once", "cut", "twice"] = "once"
    repeat_titles: bool = False
    open_bottom: bool = False

    # Columns: the widths of the label columns of part three and of the form's, in shares of the
    # table, and the cells' type size and padding in points.
    label_widths: tuple[float, float, float] = (0.06, 0.13, 0.31)
    indicator_width: float = 0.66
    size: float = 9.0
    padding: float = 3.0
    leading: float = 1.25  # of the type size, inside cells
    # Figures at one side of their cells have no room between them and the rule.
    figures: Literal["centred", "left", "right"] = "centred"
    item_width: float = 0.31  # of the labels of part two

    # Pages.
    part_three: Literal["portrait", "landscape", "rotated", "sideways"] = "portrait"
    crop_offset: bool = False
    form_object: bool = False
    watermark: str = ""
    watermark_angle: float = 45
    watermark_size: float = 64  # small ones are repeated over the whole page
    number_beside_table: bool = False
    web_print: bool = False
    running_title: bool = False
    running_foot: str = ""

    # What is printed in the cells.
    zero: str = "0"
    full_width: bool = False
    thousands: bool = False
    blank_total: bool = False
    in_fields: bool = False
    unbroken_numbers: bool = False  # those too wide for their cells run over the borders
    printed_as: Mapping[Key, Printed] = field(default_factory=dict)

    # How headings are numbered, by numeral, title and Arabic number; and
    # the mark behind which the text follows on their line.
    heading: str = "{0}、{1}"
    run_in: str = ""

    # Wording: replacements made in every label and heading, in order.
    wording: tuple[tuple[str, str], ...] = ()

    # Rows and parts of the form.
    left_out: frozenset[str] = frozenset()
    left_out_parts: frozenset[str] = frozenset()
    total_before_other: bool = False
    other_in_one_row: bool = False
    one_grid: bool = False
    provincial: bool = False
    remarks: bool = False
    two_lists: bool = False
    stages: Literal["beside", "rows", "tables"] = "beside"

    # Around the tables.
    unit_line: bool = False
    text_between: bool = False
    extra_table: bool = False
    restart_numbers: bool = False
    shaded_paragraphs: bool = False
    two_sizes: bool = False

    # The text layer.
    text_layer: Literal[
        "plain",
        "radicals",
        "private",
        "garbage",
        "other digits",
        "surrogates",
        "one surrogate",
        "foreign letters",
        "none",
    ] = "plain"
    fake_bold: bool = False
    hidden_text: Literal["", "invisible", "white"] = ""
    shuffled: bool = False


def respell(text: str, layout: Layout) -> str:
    """A label in the layout's wording."""
    for old, new in layout.wording:
        text = text.replace(old, new)
    return text
