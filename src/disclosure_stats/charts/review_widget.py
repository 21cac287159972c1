"""Buttons beside the review: the next finding, the one before, and a line of corrections.csv."""

from datetime import date
from os import PathLike
from pathlib import Path
from typing import Any, Final

import ipywidgets

from disclosure_stats.charts.review import CorrectableCell, Review, ReviewedFinding
from disclosure_stats.checks.corrections import CorrectionsError, added
from disclosure_stats.checks.rules import cell_name
from disclosure_stats.languages import LANGUAGES, Language

_WORDS: Final = {
    "previous": ("◀ 上一条", "◀ previous"),
    "next": ("下一条 ▶", "next ▶"),
    "finding": ("疑点", "finding"),
    "cell": ("更正哪个数", "number to correct"),
    "value": ("应为", "shall be"),
    "value_hint": ("数字；空白为无数字", "a number; empty for none"),
    "reason": ("理由", "reason"),
    "reason_hint": ("如：原件第3页印作16", "e.g. page 3 prints 16"),
    "who": ("核对人", "who"),
    "write": ("写入更正表", "write the correction"),
    "none": ("无数字", "no number"),
    "nothing": ("这一条没有可更正的数字。", "No number of this finding can be corrected."),
    "written": (
        "已写入 {path}：{line}。重新提取（--corrections）后生效。",
        "Written to {path}: {line}. It takes effect when the tables are extracted again.",
    ),
    "refused": ("没有写入：{problem}", "Not written: {problem}"),
}  # fmt: skip
_WIDE: Final = {"width": "46em"}


class ReviewWidget:
    """The findings of a review, one at a time, with a field for corrections.

    A correction holds the value that the tables have now, so that it is made only where that is
    still read; the file is written only when all its lines can be used. `box` is the widget, which
    a notebook shows.
    """

    def __init__(self, review: Review, corrections: str | PathLike[str]) -> None:
        self._review = review
        self._path = Path(corrections)
        say = _sayings(review.language)
        self._say = say
        rows = review.table
        options = [
            (f"{number + 1} / {len(review)}  {place} {year} {sentence}", number)
            for number, (place, year, sentence) in enumerate(
                zip(rows["place_label"], rows["year"], rows["sentence"], strict=True)
            )
        ]
        self.finding = ipywidgets.Dropdown(options=options, layout={"width": "60em"})
        self.previous = ipywidgets.Button(description=say["previous"])
        self.next = ipywidgets.Button(description=say["next"])
        self.shown = ipywidgets.HTML()
        wide = {"layout": _WIDE, "style": {"description_width": "9em"}}
        self.cell = ipywidgets.Dropdown(description=say["cell"], **wide)
        self.value = ipywidgets.Text(
            description=say["value"], placeholder=say["value_hint"], **wide
        )
        self.reason = ipywidgets.Text(
            description=say["reason"], placeholder=say["reason_hint"], **wide
        )
        self.who = ipywidgets.Text(description=say["who"], **wide)
        self.write = ipywidgets.Button(description=say["write"])
        self.said = ipywidgets.Label()
        self.previous.on_click(lambda _: self._step(-1))
        self.next.on_click(lambda _: self._step(1))
        self.write.on_click(lambda _: self._write())
        self.finding.observe(lambda _: self._show(), "value")
        fields = [self.cell, self.value, self.reason, self.who, self.write, self.said]
        top = ipywidgets.HBox([self.previous, self.next, self.finding])
        self.box = ipywidgets.VBox([top, self.shown, ipywidgets.VBox(fields)])
        if len(review):
            self._show()
        else:
            self.box.children = [ipywidgets.HTML(review._repr_html_())]

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(self.box)

    def _step(self, by: int) -> None:
        self.finding.value = (self.finding.value + by) % len(self._review)

    def _show(self) -> None:
        found = self._review[self.finding.value]
        self._found: ReviewedFinding = found
        self.shown.value = found._repr_html_()
        self._cells = found.cells()
        self.cell.options = [
            (self._cell_label(cell), number) for number, cell in enumerate(self._cells)
        ]
        # The widget keeps what was chosen, which is nothing at first: the browser shows it so.
        self.cell.index = 0 if self._cells else None
        for field in (self.cell, self.value, self.reason, self.write):
            field.disabled = not self._cells
        self.value.value = self.reason.value = ""
        self.said.value = "" if self._cells else self._say["nothing"]

    def _cell_label(self, cell: CorrectableCell) -> str:
        language = self._review.language
        name = " × ".join(cell_name(cell.table, code, language) for code in cell.key.split(", "))
        value = self._say["none"] if cell.value is None else f"{cell.value:.15g}"
        return f"{'● ' if cell.is_concerned else ''}{name} = {value}"

    def _write(self) -> None:
        cell = self._cells[self.cell.value]
        line = {
            "report_id": str(self._found.row["report_id"]),
            "table": cell.table,
            "key": cell.key,
            "value_as_read": "" if cell.value is None else f"{cell.value:.15g}",
            "value": self.value.value.strip(),
            "reason": self.reason.value,
            "who": self.who.value.strip(),
            "when": date.today().isoformat(),
        }
        try:
            data = self._path.read_bytes() if self._path.exists() else b""
            more = added(data, line)
            aside = self._path.with_name(f".{self._path.name}.part")
            aside.write_bytes(more)
            aside.replace(self._path)
        except (CorrectionsError, OSError) as problem:
            self.said.value = self._say["refused"].format(problem=problem)
            return
        said = f"{cell.table}, {cell.key}: {line['value_as_read']} → {line['value']}"
        self.said.value = self._say["written"].format(path=self._path, line=said)


def _sayings(language: Language) -> dict[str, Any]:
    position = LANGUAGES.index(language)
    return {name: texts[position] for name, texts in _WORDS.items()}
