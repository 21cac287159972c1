"""What stands around every chart: title and subtitle above, the caption below, and the checks."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from itertools import accumulate
from typing import Any, Final, Literal, NamedTuple

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator

from disclosure_stats.charts.fonts import check_glyphs, chinese_font
from disclosure_stats.charts.theme import (
    BODY,
    INK,
    POINTS_AN_INCH,
    QUIET,
    SMALL,
    TITLE,
    theme,
)
from disclosure_stats.charts.view import View
from disclosure_stats.charts.words import amount

Lettering = Literal["outlines", "editable"]
"""What letters are in an SVG: shapes, which show where the font is not, or text with the font's
name, which a drawing program can edit."""

# In PDF they are text, with the font. Type 42 would wrap this kind of font (OpenType with CFF) in a
# way that PDF readers warn of.
_IN_FILES: Final[dict[Any, Any]] = {"pdf.fonttype": 3, "svg.hashsalt": "disclosure_stats"}
_SVG_LETTERS: Final = {"outlines": "path", "editable": "none"}
_MARGIN = 0.15  # inches
_LEGEND_LINE = 0.21  # inches
_SCREEN_DPI = 110
_HALF_A_PERCENT = 0.005
_ROUNDING = 1e-9  # by which parts that were added up may miss the whole
_DIGITS = 6  # of a place on the figure: a thousandth of a dot in print
_LINE = 1.55  # of the size of the type
_SET_WIDER = 1.04  # on a screen characters begin at whole dots: 12.5 dots are set as 13


class Heading(NamedTuple):
    """What a chart shows, in a few words, and how to read it, in a sentence."""

    title: str
    subtitle: str


class ChartFigure(Figure):
    """A figure that refuses to be saved with a label that would show as boxes, and that notebooks
    show by itself."""

    heading = Heading("", "")
    """What stands above the chart."""

    caption: tuple[str, ...] = ()
    """What stands below it: sample, missing, source, limits."""

    legend_corner = (0.0, 1.0)
    """Upper left corner of the room for a legend, in parts of the figure."""

    room = (0.0, 0.0, 1.0, 1.0)
    """Left, bottom, width and height of the room for the chart, in parts of the figure."""

    row_axes: Axes | None = None
    """The axes whose rows are places, where the chart has such."""

    row_edges: tuple[float, ...] = ()
    """Where its rows begin, and the last ends, in parts of the figure's height from the top: there
    a slide may cut a chart that is too tall for it."""

    def add_legend(self, handles: Sequence[Artist]) -> None:
        """A legend of labelled handles under the subtitle, in one line."""
        if not handles:
            return
        self.legend(
            handles=list(handles),
            loc="upper left",
            bbox_to_anchor=self.legend_corner,
            ncols=len(handles),
        )

    def savefig(self, *arguments: Any, text: Lettering = "outlines", **options: Any) -> None:
        """As Figure.savefig, with fonts in the file, and in an SVG with letters as `text` says;
        raises MissingGlyphError before anything is written."""
        if text not in _SVG_LETTERS:
            raise ValueError(f"text is 'outlines' or 'editable', not {text!r}")
        check_glyphs(self)
        with mpl.rc_context():
            mpl.rcParams.update(_IN_FILES | {"svg.fonttype": _SVG_LETTERS[text]})
            super().savefig(*arguments, **options)

    @property
    def spoken(self) -> str:
        """What is said to those who cannot see it."""
        return " ".join([*self.heading, *self.caption])

    @property
    def bare(self) -> tuple[float, float]:
        """Where the chart itself begins and ends, without heading and caption, in parts of the
        figure's height from the top."""
        return 1 - self.legend_corner[1], 1 - self.room[1]

    def _repr_png_(self) -> tuple[bytes, dict[str, str]]:
        """The picture, and what a screen reader says of it."""
        written = BytesIO()
        self.savefig(written, format="png", dpi=_SCREEN_DPI)
        return written.getvalue(), {"alt": self.spoken}


@contextmanager
def framed(
    width: float,
    height: float,
    heading: Heading,
    caption: Sequence[str],
    legend_lines: int = 0,
) -> Iterator[ChartFigure]:
    """A figure with `height` inches of room for the chart between heading (with room for so many
    lines of a legend) and caption, to be drawn on within; afterwards its fonts are fixed and every
    label's characters are checked.

    Raises MissingGlyphError if a label would show as boxes.
    """
    with theme():
        room = width - 2 * _MARGIN
        title = wrapped(heading.title, TITLE, room)
        subtitle = wrapped(heading.subtitle, BODY, room)
        below = [line for text in caption for line in wrapped(text, SMALL, room)]
        above = _MARGIN + _height(title, TITLE) + _height(subtitle, BODY) + _MARGIN / 2
        top = above + legend_lines * _LEGEND_LINE + _MARGIN / 2
        bottom = _MARGIN + _height(below, SMALL) + _MARGIN
        whole = top + height + bottom
        inner = (_MARGIN / width, bottom / whole, 1 - 2 * _MARGIN / width, height / whole)
        figure = ChartFigure(figsize=(width, whole), layout=ConstrainedLayoutEngine(rect=inner))
        left, y = _MARGIN / width, 1 - _MARGIN / whole
        figure.text(left, y, "\n".join(title), size=TITLE, va="top", linespacing=_LINE / 1.2)
        y -= _height(title, TITLE) / whole
        figure.text(left, y, "\n".join(subtitle), size=BODY, va="top", color=INK)
        figure.text(
            left,
            _MARGIN / whole,
            "\n".join(below),
            size=SMALL,
            va="bottom",
            color=QUIET,
            linespacing=_LINE / 1.2,
        )
        figure.heading, figure.caption, figure.room = heading, tuple(caption), inner
        figure.legend_corner = (left, 1 - above / whole)
        yield figure
        check_glyphs(figure)
        figure.draw_without_rendering()  # makes the last labels, and settles the layout
        figure.set_layout_engine("none")  # which stays, whatever settings come later
        for axes in figure.axes:
            # The last digits hang on where in memory the solver's variables lie: the same chart
            # would not give the same bytes.
            left, bottom, width, height = np.round(axes.get_position().bounds, _DIGITS)
            axes.set_position((float(left), float(bottom), float(width), float(height)))
        if figure.row_axes is not None:
            figure.row_edges = _row_edges(figure.row_axes)
        family = chinese_font()
        for text in figure.findobj(Text):
            text.set_fontfamily(family)
        check_glyphs(figure)


def nothing_to_show(figure: ChartFigure, view: View) -> ChartFigure:
    """A sentence in place of axes without data."""
    left, bottom, width, height = figure.room
    figure.text(
        left + width / 2,
        bottom + height / 2,
        view.say("所选报告中没有这些数字。", "The reports chosen do not give these figures."),
        color=QUIET,
        ha="center",
        va="center",
    )
    return figure


def wrapped(text: str, size: float, inches: float) -> list[str]:
    """`text` in lines that fit into `inches` at this size of type; Chinese breaks anywhere, other
    scripts between words, and within those that are longer than a line."""
    ems = _ems(inches, size)
    lines, line, width = [], "", 0.0
    for piece in _pieces(text, ems):
        needed = em_widths(piece)
        if line and width + needed > ems and piece not in "，。；：、）”":
            lines.append(line.rstrip())
            line, width = "", 0.0
            piece = piece.lstrip()
        line += piece
        width += needed
    return [*lines, line.rstrip()] if line.strip() else lines


def shortened(text: str, size: float, inches: float) -> str:
    """`text` with its middle left out if it is wider than `inches` at this size of type: names are
    told apart by how they begin and how they end."""
    ems = _ems(inches, size)
    if em_widths(text) <= ems:
        return text
    half = (ems - em_width("…")) / 2
    head, tail = _that_fits(text, half), _that_fits(text[::-1], half)[::-1]
    return f"{head.rstrip()}…{tail.lstrip()}"


def _that_fits(text: str, ems: float) -> str:
    """The beginning of `text` that is no wider than so many ems, but one character at least."""
    wide = accumulate(map(em_width, text))
    return text[: max(1, sum(width <= ems for width in wide))]


def _ems(inches: float, size: float) -> float:
    return inches * POINTS_AN_INCH / size / _SET_WIDER


def percent(share: float) -> str:
    """A share in whole per cent; what is more than nothing is not 0 %, nor 100 % what is less than
    all."""
    if 0 < share < _HALF_A_PERCENT:
        return "<1%"
    if _HALF_A_PERCENT > 1 - share > _ROUNDING:
        return ">99%"
    return f"{share:.0%}"


def em_widths(text: str) -> float:
    """About how wide a text is, in units of the size of the type."""
    return sum(map(em_width, text))


def em_width(character: str) -> float:
    """About how wide a character is, in units of the size of the type."""
    if ord(character) >= 0x2E80 or character in "“”—…":
        return 1.0
    return 0.3 if character in " .,;:|il'()" else 0.62


def mark_era_breaks(axes: Axes, view: View, named: bool = True) -> None:
    """Draws where the form changes, and names the new form at the top, on an axis of years."""
    for position, era in view.era_breaks():
        axes.axvline(
            position,
            color=QUIET,
            linewidth=0.8,
            linestyle=(0, (4, 3)),
            zorder=1.5,
            path_effects=[withStroke(linewidth=2.6, foreground="white")],  # seen on colour too
        )
        if named:
            axes.annotate(
                view.words("eras")[era],
                (position, 1),
                xycoords=("data", "axes fraction"),
                xytext=(2, 2),
                textcoords="offset points",
                size=SMALL,
                color=QUIET,
                va="bottom",
                ha="left",
            )


def fixed_ticks(axis: Axis, most: int, write: Callable[[float], str] | None = None) -> None:
    """At most so many ticks within the axis's limits, labelled by `write`, or as numbers, whole
    ones where there are two: matplotlib's own choice would change with settings that are made after
    the chart is drawn."""
    low, high = sorted(axis.get_view_interval())
    locator = MaxNLocator(most, steps=[1, 2, 5, 10], integer=write is None)
    places = np.asarray(locator.tick_values(low, high))
    inside = places[(places >= low - 1e-9) & (places <= high + 1e-9)]
    # No label twice where steps are small.
    labels = {(write or amount)(place): place for place in inside[::-1]}
    axis.set_ticks(list(labels.values()), labels=list(labels))


def label_ends(axes: Axes, ends: Sequence[tuple[float, float, str, str]]) -> None:
    """What each line is, in its colour, beside its last point: `ends` are x, y, text and colour.
    Labels that would touch are moved apart; call it when the axes' limits are set."""
    height = axes.get_window_extent().height / axes.figure.dpi * POINTS_AN_INCH
    low, high = axes.get_ylim()
    step = (high - low) * SMALL * _LINE / height
    right = axes.get_xlim()[1]
    placed = -np.inf
    for _, y, text, colour in sorted(ends, key=lambda end: end[1]):
        placed = max(y, placed + step)
        write_beside(axes, (right, placed), text, colour, 3)


def write_beside(axes: Axes, at: tuple[float, float], text: str, colour: str, gap: float) -> None:
    """Small letters to the right of a point, `gap` points away; they may leave the axes."""
    axes.annotate(
        text,
        at,
        (gap, 0),
        textcoords="offset points",
        size=SMALL,
        color=colour,
        va="center",
        annotation_clip=False,
    )


def year_axis(axes: Axes, years: Sequence[int], width: float) -> None:
    """Ticks at whole years, as many labels as `width` inches have room for."""
    step = max(1, -(-len(years) * 0.42 // width))
    shown = [year for year in years if (years[-1] - year) % step == 0]
    axes.set_xticks(shown, [str(year) for year in shown])
    axes.set_xlim(years[0] - 0.6, years[-1] + 0.6)


def _height(lines: Sequence[str], size: float) -> float:
    return len(lines) * size * _LINE / POINTS_AN_INCH


def _row_edges(axes: Axes) -> tuple[float, ...]:
    box, (last, first) = axes.get_position(), axes.get_ylim()
    edges = np.arange(len(axes.get_yticks()) + 1) - 0.5
    return tuple(1 - box.y1 + box.height * (edges - first) / (last - first))


def _pieces(text: str, ems: float) -> Iterator[str]:
    """Where a line may break: the words, in parts where they are wider than so many ems."""
    word = ""
    for character in text:
        if em_width(character) == 1.0 or character == " ":
            if word:
                yield word
            word = ""
            yield character
        elif em_widths(word + character) > ems:
            yield word
            word = character
        else:
            word += character
    if word:
        yield word
