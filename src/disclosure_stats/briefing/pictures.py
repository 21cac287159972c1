"""A chart as pictures for slides: whole, or in parts of its rows where it is too tall."""

from collections.abc import Sequence
from io import BytesIO
from itertools import pairwise
from pathlib import Path

from PIL import Image

from disclosure_stats.charts.frame import ChartFigure
from disclosure_stats.pages.picture import joined


def pictures(chart: ChartFigure, figure: Path, most: float) -> list[BytesIO]:
    """The chart without its own heading and caption, from its file `figure`: in one picture, or,
    if that is taller than `most` inches, in several of a part of the rows, each with legend and
    axis."""
    upper, lower = chart.bare
    inches = chart.get_size_inches()[1]
    edges = chart.row_edges
    with Image.open(figure) as opened:
        whole = opened.convert("RGB")
    if not edges or (lower - upper) * inches <= most:
        return [_stacked(whole, [(upper, lower)])]
    rows = len(edges) - 1
    besides = (edges[0] - upper + lower - edges[-1]) * inches
    fitting = max(1, int((most - besides) / ((edges[-1] - edges[0]) * inches / rows)))
    parts = -(-rows // fitting)
    firsts = [rows * part // parts for part in range(parts + 1)]
    return [
        _stacked(whole, [(upper, edges[0]), (edges[one], edges[other]), (edges[-1], lower)])
        for one, other in pairwise(firsts)
    ]


def _stacked(whole: Image.Image, bands: Sequence[tuple[float, float]]) -> BytesIO:
    """Bands of a picture, in parts of its height, one under the other."""
    boxes = [
        (0, round(top * whole.height), whole.width, round(end * whole.height)) for top, end in bands
    ]
    stacked = joined([whole.crop(box) for box in boxes], below=True)
    written = BytesIO()
    stacked.save(written, format="PNG", dpi=whole.info.get("dpi", (300, 300)))
    written.seek(0)
    return written
