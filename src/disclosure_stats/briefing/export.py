"""A briefing from a dataset: figures, slides, workbook and sources in one folder."""

import os
import shutil
import tempfile
from collections.abc import Sequence
from datetime import date
from os import PathLike
from pathlib import Path

import disclosure_stats
from disclosure_stats.analysis.dataset import Dataset
from disclosure_stats.analysis.panel import place_years
from disclosure_stats.analysis.selection import choose
from disclosure_stats.briefing.deck import write_deck
from disclosure_stats.briefing.exhibits import exhibits
from disclosure_stats.briefing.figures import save_figure
from disclosure_stats.briefing.key_figures import key_figures
from disclosure_stats.briefing.sources import write_sources
from disclosure_stats.briefing.wide import WIDE_QUANTITIES, wide_table
from disclosure_stats.briefing.workbook import write_workbook
from disclosure_stats.charts.frame import Lettering
from disclosure_stats.charts.view import view
from disclosure_stats.charts.words import many, words
from disclosure_stats.languages import Language

_TITLE = {
    "zh": "政府信息公开工作年度报告：数据简报",
    "en": "Government information disclosure reports: figures",
}
_ASIDE = ".writing-"


def export_briefing(
    dataset: Dataset,
    *,
    places: Sequence[str] | None = None,
    years: Sequence[int] | None = None,
    out: str | PathLike[str],
    language: Language = "zh",
    charts: Sequence[str] | None = None,
    made: date | None = None,
    text: Lettering = "outlines",
    template: str | PathLike[str] | None = None,
) -> list[Path]:
    """Writes a briefing into the folder `out` and gives the paths of its files:

    - `figures/NAME.png` (300 dpi, for a page), `NAME_slide.png` (1920 dots wide), `.svg` and
      `.pdf` for each chart; letters of the SVG are shapes, or with `text="editable"` text with the
      font's name;
    - `briefing.pptx`: key figures, then the charts, bars as charts of the slide that can be edited,
      and the numbers, source and caveats in the notes; with the look of `template`, a .pptx;
    - `briefing.xlsx`, the numbers behind each chart, and a sheet with a column a year;
    - `sources.csv`, a row a file: hash, whether it is used, pages, checks outstanding.

    `charts` are names from `disclosure_stats.briefing.exhibits.CHART_NAMES`; None stands for all
    of them, with a page for each place, in files named after it, where up to 12 are named. `made`
    is the date that stands on them, by default today's: the same data and date give the same bytes.
    Files of these names are replaced when all are complete; others are left alone. Raises
    SelectionError for an unknown place, year or chart, or a template that is none,
    MissingGlyphError for a label that cannot be shown, OSError when the folder cannot be written
    to.
    """
    chosen = choose(dataset, places, years)
    made = made or date.today()
    shown = exhibits(dataset, places, years, language, charts, made)
    # Without a choice, files that could not be read are among them: nothing tells their year.
    narrowed = dataset.select(None if places is None else chosen.places, years)
    title, facts = _TITLE[language], _facts(narrowed, chosen.places, chosen.years, language, made)
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=_ASIDE, dir=folder))
    try:
        (aside / "figures").mkdir()
        for exhibit in shown:
            save_figure(exhibit.figure, aside / "figures", exhibit.name, text)
        whole = view(dataset, places, years, language, WIDE_QUANTITIES)
        write_deck(
            aside / "briefing.pptx",
            shown,
            aside / "figures",
            title,
            facts,
            key_figures(whole),
            language,
            None if template is None else Path(template),
        )
        write_workbook(aside / "briefing.xlsx", shown, wide_table(whole), title, facts, language)
        quantities = [name for exhibit in shown for name in exhibit.quantities]
        write_sources(aside / "sources.csv", narrowed, list(dict.fromkeys(quantities)))
        return _move(aside, folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _move(aside: Path, folder: Path) -> list[Path]:
    moved = []
    for path in sorted(path for path in aside.rglob("*") if path.is_file()):
        target = folder / path.relative_to(aside)
        target.parent.mkdir(exist_ok=True)
        os.replace(path, target)
        moved.append(target)
    return moved


def _facts(
    dataset: Dataset,
    places: Sequence[str],
    years: Sequence[int],
    language: Language,
    made: date,
) -> list[str]:
    """What the briefing rests on: places, years, reports by status, what is not counted, when and
    with what it was made. Figures only."""
    used = place_years(dataset)
    counts = used["status"].astype("string").value_counts()
    names = words("statuses", language)
    statuses = [f"{name} {counts[code]}" for code, name in names.items() if code in counts]
    failed = int((dataset.reports["status"] == "failed").sum())
    others = len(dataset.reports) - len(used) - failed
    program = f"disclosure_stats {disclosure_stats.__version__}"
    span = f"{years[0]}—{years[-1]}" if len(years) > 1 else str(years[0])
    if language == "zh":
        return [
            f"{len(places)}个地方，{span}年度",
            f"报告：{len(used)}份（{'，'.join(statuses)}）",
            f"未计入：未能读取的文件{failed}个；重复、已有新版或不知何地何年的{others}份",
            "没有报告不等于没有公开；没有写明的数量留空，不作0。",
            "各图只陈述报告所载数字及其限度，不说明原因。出处见sources.csv。",
            f"{made.isoformat()}，由 {program} 制作",
        ]
    return [
        f"{many(len(places), 'place')}, {span}",
        f"Reports: {len(used)} ({', '.join(statuses)})",
        f"Not counted: {failed} files that could not be read; {others} that are copies, "
        "superseded, or of unknown place or year",
        "No report does not mean that nothing was disclosed; a number not given is left empty.",
        "The charts state what the reports say and its limits, no causes. Sources: sources.csv.",
        f"{made.isoformat()}, made with {program}",
    ]
