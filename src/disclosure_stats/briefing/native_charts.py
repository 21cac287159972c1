"""Bars as charts of the slide itself, which can be edited there with their numbers."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import pandas as pd
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
)
from pptx.util import Pt

from disclosure_stats.charts.natives import NativeBars
from disclosure_stats.charts.stacks import MIN_LEGIBLE, letters_on
from disclosure_stats.charts.theme import INK

MAX_ROWS: Final = 16
"""Bars of one slide: more would be too thin to label."""
_GAP, _NO_GAP = 35, 100  # per cent: between bars, and the overlap that stacks them
_SIZE: Final = Pt(11)
_LABELS: Final = f'[<{MIN_LEGIBLE}]"";0%'
_LETTERS: Final = {"white": "FFFFFF", INK: INK.removeprefix("#").upper()}
_HEADS: Final = 3.5  # rows' heights that title, legend and scale of a chart take


class Box(NamedTuple):
    """Left, top, width and height on a slide, in its units."""

    left: int
    top: int
    width: int
    height: int


def fits(natives: Sequence[NativeBars]) -> bool:
    """Whether the bars have room on one slide, and there are any."""
    return 0 < sum(len(bars.shares) for bars in natives) <= MAX_ROWS


def add_charts(slide: Any, natives: Sequence[NativeBars], box: Box, spoken: str, font: Any) -> None:
    """Puts the bars into `box`, one chart above the other, each as tall as its rows ask; `spoken`
    is said to those who cannot see them, `font` sets the font of a text frame."""
    shown = [bars for bars in natives if len(bars.shares)]
    weights = [len(bars.shares) + _HEADS for bars in shown]
    top = box.top
    for bars, weight in zip(shown, weights, strict=True):
        height = int(box.height * weight / sum(weights))
        frame = slide.shapes.add_chart(
            XL_CHART_TYPE.BAR_STACKED_100, box.left, top, box.width, height, _data(bars)
        )
        frame._element.nvGraphicFramePr.cNvPr.set("descr", f"{bars.title} {spoken}".strip())
        _style(frame.chart, bars, font)
        top += height


def _data(bars: NativeBars) -> CategoryChartData:
    data = CategoryChartData(number_format="0%")
    data.categories = list(bars.shares.index)
    for name in bars.shares:
        data.add_series(name, [None if pd.isna(v) else float(v) for v in bars.shares[name]])
    return data


def _style(chart: Any, bars: NativeBars, font: Any) -> None:
    chart.font.size = _SIZE
    font(chart.font)
    chart.has_title = bool(bars.title)
    if bars.title:
        chart.chart_title.text_frame.text = bars.title
        run = chart.chart_title.text_frame.paragraphs[0].runs[0]
        run.font.size, run.font.bold = _SIZE, False
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = _GAP, _NO_GAP
    chart.category_axis.reverse_order = True  # the first row on top
    chart.category_axis.format.line.fill.background()
    scale = chart.value_axis
    scale.maximum_scale, scale.has_major_gridlines = 1, False
    scale.tick_label_position = XL_TICK_LABEL_POSITION.NONE  # the parts bear their shares
    scale.format.line.fill.background()
    for series, colour in zip(plot.series, bars.colours, strict=True):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = RGBColor.from_string(colour.removeprefix("#").upper())
        labels = series.data_labels
        labels.show_value, labels.position = True, XL_LABEL_POSITION.CENTER
        # Follows the numbers when they are edited; none where a part has no room for it.
        labels.number_format, labels.number_format_is_linked = _LABELS, False
        labels.font.size = _SIZE
        labels.font.color.rgb = RGBColor.from_string(_LETTERS[letters_on(colour)])
