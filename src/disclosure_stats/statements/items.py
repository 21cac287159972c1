"""The items of a section on problems and improvements, in one way through its atoms."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from disclosure_stats.statements.atoms import Atom, atoms_of, cut_atom, fold
from disclosure_stats.statements.leads import (
    Kind,
    is_neutral,
    kind_by_words,
    kind_of_lead,
    lead_of,
)
from disclosure_stats.statements.parts import announced, count_sentences, parts_of
from disclosure_stats.statements.vocabulary import pattern

_MAX_TITLE = 40  # characters


@dataclass(slots=True)
class Item:
    """An item: `problem` or `improvement`, and where it stands in the text."""

    kind: Kind
    start: int
    end: int
    is_marked: bool = False
    lead: int = -1  # the place of the lead that it stands under


@dataclass(slots=True)
class _Reading:
    """What is known on the way: the kind that the last lead named, whether it named one since the
    last list began, the kind of each numbering's list, the open item and how it was opened."""

    text: str
    found: list[Item] = field(default_factory=list)
    passed: list[Atom] = field(default_factory=list)  # sentences that are of no item
    numbers: dict[int, int | None] = field(default_factory=dict)  # announced, by place of the lead
    lead_at: int = -1
    kind: Kind | None = None
    fresh: bool = False
    lists: dict[str, Kind] = field(default_factory=dict)
    item: Item | None = None
    is_marked: bool = False
    under_lead: bool = False
    is_title: bool = False  # the open item is a title so far: a short line, which text may follow
    has_titles: bool = False  # text followed the title before in this list
    says_none: bool = False
    before: str = ""  # the punctuation that ended the atom before

    def read(self, atom: Atom, follower: Atom | None) -> None:
        """Take an atom in."""
        lead = lead_of(atom, follower, self.kind)
        if lead is None and atom.ending == ":" and is_neutral(atom.text):
            lead = self._said_before()
        if self._is_none(atom):
            self.says_none |= self.kind != "improvement"
            self.item = None
            found = pattern("turns").search(atom.text)
            if found is not None:
                self._open("improvement", cut_atom(atom, found.end())[1])
        elif lead is not None:
            self._lead(lead, atom)
        else:
            turn = self._turn(atom)
            head, tail = (atom, None) if turn is None else cut_atom(atom, turn)
            self._read_statement(head)
            if tail is not None:
                self._open("improvement", tail)
        self.before = atom.ending

    def _turn(self, atom: Atom) -> int | None:
        """Where what is done about a problem begins in the sentence that names it."""
        found = pattern("turns").search(atom.text)
        if found is None or pattern("seen_to").search(atom.text):
            return None
        head = atom.text[: found.start()]
        kind = self._switch(replace(atom, text=head))
        if kind == "improvement" or kind is None and self.kind == "improvement":
            return None
        names = pattern("names_problem").search(head) and not is_neutral(head)
        return found.end() if names else None

    def _read_statement(self, atom: Atom) -> None:
        if atom.mark is not None:
            self._open_marked(atom)
        else:
            self._read_unmarked(atom)

    def _said_before(self) -> Kind | None:
        """The kind of the list behind 主要是：, from the sentence before, which then is none of
        its items: 但还存在一些不足。主要是：…；…。"""
        item = self.item
        if item is None or self.is_marked:
            return None
        if not pattern("there_are").search(self.text[item.start : item.end].strip()):
            return None
        self.found.remove(item)
        return item.kind

    def _lead(self, kind: Kind, atom: Atom) -> None:
        if kind == "reason":
            self.kind = kind
            return
        item = self.item
        if item is not None and self._only_says_why(item):
            self.found.remove(item)
        self.lead_at = atom.start
        self.numbers[atom.start] = announced(atom.text)
        self.kind, self.fresh, self.item, self.under_lead = kind, True, None, True

    def _only_says_why(self, item: Item) -> bool:
        """Whether an item says that there are problems and why, but not which."""
        said = self.text[item.start : item.end].strip()
        return pattern("there_are_because").search(said) is not None

    def _is_none(self, atom: Atom) -> bool:
        if pattern("none_alone").fullmatch(atom.text):
            return True
        in_item = self.item is not None and not atom.begins_paragraph
        return not in_item and pattern("none_said").search(atom.text) is not None

    def _open_marked(self, atom: Atom) -> None:
        mark = atom.mark
        assert mark is not None
        if self.kind == "reason":
            self._extend(atom)
            return
        if mark.is_first or mark.family not in self.lists:
            turns = self.lists.get(mark.family) == "problem" and not self.fresh
            self.lists[mark.family] = "improvement" if turns else self.kind or "problem"
        elif mark.family == "mark_bullet":
            self.lists[mark.family] = self.kind or "problem"
        self.fresh = False
        self._open(self.lists[mark.family], atom, is_marked=True)
        is_line = atom.begins_paragraph and len(atom.text) <= _MAX_TITLE
        self.is_title = is_line and (mark.is_first or self.has_titles)
        self.has_titles = False

    def _read_unmarked(self, atom: Atom) -> None:
        kind = self._switch(atom)
        if self._is_explained_by(atom, kind):
            self._extend(atom)
            self.has_titles = True
            return
        if kind is None and pattern("of_the_above").search(atom.text):
            self.item = None
            return
        goes_on = self.item is not None and not atom.begins_paragraph
        of_same_kind = goes_on and self.item is not None and self.item.kind == kind
        if pattern("answers_one").search(atom.text):
            of_same_kind = False
        if kind is not None and not of_same_kind:
            self.kind = kind
            self._open(kind, atom)
        elif goes_on:
            assert self.item is not None
            if self.before == ";" and self._is_apart(atom):
                self._open(self.item.kind, atom, under_lead=self.under_lead)
            else:
                self._extend(atom)
        elif self.under_lead and self.kind in ("problem", "improvement"):
            self._open(self.kind, atom, under_lead=True)
        else:
            self.item = None
            kind = kind_by_words(atom.text)
            if kind is None:
                self.passed.append(atom)
            else:
                self._open(kind, atom)

    def _is_explained_by(self, atom: Atom, kind: Kind | None) -> bool:
        """Whether an unmarked paragraph explains the title above it, as that of the first item of
        the list was explained; `kind` is what the paragraph begins by its own words."""
        item = self.item
        if item is None or not (self.is_title and atom.begins_paragraph):
            return False
        return kind is None or kind == item.kind

    def _is_apart(self, atom: Atom) -> bool:
        """Whether what stands behind a semicolon is an item of its own."""
        return self.under_lead or pattern("seen_to").search(atom.text) is not None

    def _switch(self, atom: Atom) -> Kind | None:
        """The kind that an atom begins by its own words, whatever came before."""
        if self.before == ":" and self.under_lead:
            return None
        if pattern("starts_problem").search(atom.text):
            return "problem"
        if pattern("starts_improvement").search(atom.text) or pattern("seen_to").search(atom.text):
            return "improvement"
        return None

    def _open(
        self, kind: Kind, atom: Atom, is_marked: bool = False, under_lead: bool = False
    ) -> None:
        lead = self.lead_at if under_lead else -1
        self.item = Item(kind, atom.start, atom.end, is_marked, lead)
        self.found.append(self.item)
        self.is_marked, self.under_lead, self.is_title = is_marked, under_lead, False

    def _extend(self, atom: Atom) -> None:
        self.is_title = False
        if self.found:
            self.found[-1].end = atom.end


def _name_unnamed_problem(reading: _Reading) -> None:
    """Take what stands before the first improvement for the problem that it is to solve, where
    nothing else names one and it is neither praise nor what was planned."""
    found = reading.found
    if reading.says_none or not found or any(item.kind == "problem" for item in found):
        return
    before = [atom for atom in reading.passed if atom.end <= found[0].start]
    if before and not pattern("introduces").search(before[-1].text):
        found.insert(0, Item("problem", before[-1].start, before[-1].end))


def _parted(reading: _Reading) -> list[Item]:
    """The items, those without marks parted where their prose parts them."""
    found = [item for item in reading.found if not _is_unnamed(reading, item)]
    under = [item.lead for item in found]
    items: list[Item] = []
    for index, item in enumerate(found):
        if item.is_marked:
            items.append(item)
            continue
        alone = under.count(item.lead) == 1
        number = reading.numbers.get(item.lead) if alone else None
        if number is None and alone:
            number = _answered(reading.text, item, found[:index][-1:] + found[index + 1 :][:1])
        spans = parts_of(reading.text, item.start, item.end, number)
        items.extend(Item(item.kind, start, end) for start, end in spans)
    return items


def _is_unnamed(reading: _Reading, item: Item) -> bool:
    """Whether an item only says that there are problems, beside others."""
    if item.is_marked or item.lead >= 0 or item.kind != "problem" or len(reading.found) == 1:
        return False
    text = reading.text[item.start : item.end].strip()
    found = pattern("unnamed").search(text)
    return found is not None and pattern("names_problem").search(text[: found.start()]) is None


def _answered(text: str, item: Item, beside: Sequence[Item]) -> int | None:
    """The number of sentences of an item, where what stands beside it is of the other kind and has
    as many: each answers one."""
    number = count_sentences(text, item.start, item.end)
    if number is None or number == 1:
        return None
    for other in beside:
        is_other = other.kind != item.kind
        if is_other and number == count_sentences(text, other.start, other.end):
            return number
    return None


def read_items(text: str, heading: str) -> tuple[list[Item], bool]:
    """The items of a section's text (one paragraph a line), in order, and whether the section says
    that there are no problems. A `heading` on improvements alone leads to them."""
    folded = fold(text)
    atoms: Sequence[Atom] = atoms_of(folded)
    reading = _Reading(folded)
    if kind_of_lead(heading) == "improvement":
        reading.kind, reading.fresh, reading.under_lead = "improvement", True, True
    for atom, follower in zip(atoms, [*atoms[1:], None], strict=False):
        if atom.begins_paragraph and pattern("closing").match(atom.text):
            break
        reading.read(atom, follower)
    _name_unnamed_problem(reading)
    has_problems = any(item.kind == "problem" for item in reading.found)
    return _parted(reading), reading.says_none and not has_problems
