"""Reports of which each fourth contradicts itself, drawn as the tests draw them."""

import sys
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from layouts import CASES, Layout, Truth, consistent_truth, draw_report

_ERAS = ("2014", "2019", "2021")
_EACH = 4  # of how many reports one contradicts itself
# A total that is one too high, in each form: as most published reports get it wrong.
_TOTALS = {
    "2014": ("indicators", "staff", "year"),
    "2019": ("requests", "processed_total", "total"),
    "2021": ("requests", "processed_total", "total"),
}
_WAYS = ("plain", "centred_numbers", "thousands_separators")


def contradicting_reports(count: int, folder: Path) -> list[Path]:
    """So many reports of invented places as PDFs in `folder`, of all forms in turn."""
    folder.mkdir()
    layouts = [CASES[name].layout for name in _WAYS if name in CASES] or [Layout()]
    files = []
    for number in range(count):
        era = _ERAS[number % len(_ERAS)]
        truth = consistent_truth(era, Random(number))
        if number % _EACH == 0:
            truth = _contradicted(truth)
        path = folder / f"{number:03}_{era}.pdf"
        path.write_bytes(draw_report(truth, layouts[number % len(layouts)])[0])
        files.append(path)
    return files


def _contradicted(truth: Truth) -> Truth:
    key = _TOTALS[truth.era]
    return truth.with_values({key: truth.values[key] + 1})
