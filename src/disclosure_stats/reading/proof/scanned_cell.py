"""A cell that a picture shows, and what its looks saw."""

import re
from dataclasses import dataclass, field

from disclosure_stats.checks.rules import finding
from disclosure_stats.forms.cells import CELL_TABLES, CellKey, PrintedCell
from disclosure_stats.pages.model import Box, Look
from disclosure_stats.reading.tables.printed_cells import content_of
from disclosure_stats.rows import Row
from disclosure_stats.text.values import UNITS_OF_MONEY, CellState

_OF_MONEY = (None, "", *UNITS_OF_MONEY)
_CUT_OFF = re.compile(r"0\d")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")

Value = tuple[float | None, CellState]
"""A number or null, and the `cell_state`."""


@dataclass(slots=True, eq=False)
class ScannedCell:
    """A cell that a picture shows: as it was read, what it is taken for now, what else it may be,
    and all that its looks saw."""

    printed: PrintedCell
    value: Value
    first: Look | None
    candidates: list[Value] = field(default_factory=list)
    seen: set[Value] = field(default_factory=set)
    agreed: bool = False
    second: Value | None = None
    is_second_sure: bool = False

    @property
    def key(self) -> CellKey:
        """Table, row code, column code."""
        return self.printed.key

    @property
    def page(self) -> int:
        """The number of its page."""
        assert self.printed.page is not None
        return self.printed.page

    @property
    def box(self) -> Box:
        """The box on the page as held."""
        assert self.printed.held is not None
        return self.printed.held

    @property
    def top(self) -> float:
        """Its upper edge on the page as shown."""
        assert self.printed.box is not None
        return self.printed.box[1]

    def give_up(self) -> None:
        """Takes it for one that cannot be read."""
        self.value, self.agreed = (None, "unreadable"), False

    def decided(self) -> PrintedCell:
        """The cell with what it is taken for now."""
        number, state = self.value
        return self.printed._replace(number=number, state=state)

    def is_open(self) -> bool:
        """Whether the first look could make nothing of the print, or was as good as guessing."""
        return self.first is None or self.first.is_guess

    def is_sure(self) -> bool:
        """Whether the first look was sure of the number that the cell has, alone in it."""
        return (
            self.first is not None
            and self.first.is_sure
            and self.value_of(self.first.text) == self.value
        )

    def value_of(self, text: str) -> Value:
        """What `text` means in this cell. What is counted has no fractions: what looks like a
        point parts thousands there, or is a speck. No number begins with a 0 before digits: it is
        the rest of a longer one."""
        if _CUT_OFF.match(text):
            text = "?"
        if not self._is_money() and "." in text:
            text = text.replace(".", "") if _THOUSANDS.fullmatch(text) else "?"
        parsed = content_of(self.printed.table, text, self.printed.unit)
        return parsed.value, parsed.state

    def _is_money(self) -> bool:
        return CELL_TABLES[self.printed.table].number == "value" and self.printed.unit in _OF_MONEY

    def _is_of_two_rows(self) -> bool:
        """Whether the one number in the cell may be another row's or column's: looks at the print
        do not tell whose it is."""
        return self.printed.may_be_others and not self.printed.several

    def look_again(self, second: Look) -> None:
        """Takes in what a second look saw."""
        value = self.second = self.value_of(second.text)
        self.is_second_sure = second.is_sure
        is_sure = value[1] == "printed" and second.is_sure
        is_unread = self.is_open() and (self.first is not None or not self.has_number())
        is_unread |= self.value[1] == "unreadable" and self.saw(second)
        if is_sure and is_unread and not self._is_of_two_rows():
            # Two models agree on what the first look could not make out, or saw among marks.
            self.value = value
        is_guess = self.is_open() and second.is_guess
        self.agreed = value == self.value and value[1] != "unreadable" and not is_guess
        others = self.first.others if self.first else ()
        candidates = [self.value_of(text) for text in (second.text, *others, *second.others)]
        self.seen = set(candidates)
        if self.first is not None:
            self.seen.add(self.value_of(self.first.text))
        self.candidates = [
            candidate
            for candidate in dict.fromkeys(candidates)
            if candidate != self.value and candidate[1] == "printed"
        ]

    def needs_third_look(self) -> bool:
        """Whether the first look saw the number that the cell has, alone in it, and the second
        neither saw it nor surely another one."""
        return (
            not self.agreed
            and not (self.is_second_sure and self.is_contradicted())
            and self.has_number()
            and self.first is not None
            and self.value_of(self.first.text) == self.value
        )

    def look_once_more(self, third: Look) -> None:
        """Takes in what a third look saw: the number of the first, of which it is sure, stands."""
        value = self.value_of(third.text)
        self.seen.add(value)
        self.agreed = value == self.value and third.is_sure

    def is_contradicted(self) -> bool:
        """Whether the second look saw another number."""
        return (
            self.second is not None
            and self.second[1] == "printed"
            and self.second != self.value
            and self.has_number()
        )

    def has_number(self) -> bool:
        """Whether a number was read in the cell."""
        return self.value[1] == "printed"

    def saw(self, second: Look) -> bool:
        """Whether the first look found the number of the second in the cell, and no other."""
        return self.first is not None and self.first.text == second.text

    def finding(self) -> Row:
        """What tells a reader that the sums decided this cell."""
        return finding(
            "read_by_sums",
            self.printed.table,
            self.printed.where,
            "extraction",
            found=self.value[0],
            page=self.page,
        )
