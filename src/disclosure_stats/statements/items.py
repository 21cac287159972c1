"""The items of a section on problems and improvements, in one way through its atoms."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from disclosure_stats.statements.atoms import Atom, atoms_of, fold
from disclosure_stats.statements.leads import Kind, lead_of
from disclosure_stats.statements.vocabulary import pattern


@dataclass(slots=True)
class Item:
    """An item: `problem` or `improvement`, and where it stands in the text."""

    kind: Kind
    start: int
    end: int


@dataclass(slots=True)
class _Reading:
    """What is known on the way: the kind that the last lead named, whether it named one since the
    last list began, the kind of each numbering's list, the open item and how it was opened."""

    found: list[Item] = field(default_factory=list)
    kind: Kind | None = None
    fresh: bool = False
    lists: dict[str, Kind] = field(default_factory=dict)
    item: Item | None = None
    is_marked: bool = False
    under_lead: bool = False
    says_none: bool = False
    before: str = ""  # the punctuation that ended the atom before

    def read(self, atom: Atom, follower: Atom | None) -> None:
        """Take an atom in."""
        in_item = self.item is not None and self._goes_on(atom)
        lead = lead_of(atom, follower, in_item, self.kind)
        if self._is_none(atom):
            self.says_none |= self.kind != "improvement"
            self.item = None
        elif lead is not None:
            self._lead(lead, atom)
        elif atom.mark is not None:
            self._open_marked(atom)
        else:
            self._read_unmarked(atom)
        self.before = atom.ending

    def _goes_on(self, atom: Atom) -> bool:
        return not atom.begins_paragraph and self.before in ("", ":", ";")

    def _lead(self, kind: Kind, atom: Atom) -> None:
        if kind == "reason":
            self.kind = kind
            return
        self.kind, self.fresh, self.item, self.under_lead = kind, True, None, True
        if atom.mark is not None:
            self.lists.setdefault(atom.mark.family, "problem")

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
            again = self.lists.get(mark.family) == "problem" and not self.fresh
            turns = again and mark.is_first
            self.lists[mark.family] = "improvement" if turns else self.kind or "problem"
        elif mark.family == "mark_bullet":
            self.lists[mark.family] = self.kind or "problem"
        self.fresh = False
        kind = self.lists[mark.family]
        if pattern("seen_to").search(atom.text):
            kind = "improvement"
        self._open(kind, atom, is_marked=True)

    def _read_unmarked(self, atom: Atom) -> None:
        kind = self._switch(atom)
        goes_on = self.item is not None and not atom.begins_paragraph
        if kind is not None and not (goes_on and self.item and self.item.kind == kind):
            self.kind = kind
            self._open(kind, atom)
        elif goes_on:
            assert self.item is not None
            apart = self.under_lead or pattern("seen_to").search(atom.text)
            if apart and not self.is_marked and self.before == ";":
                self._open(self.item.kind, atom, under_lead=self.under_lead)
            else:
                self._extend(atom)
        elif self.under_lead and self.kind in ("problem", "improvement"):
            self._open(self.kind, atom, under_lead=True)
        else:
            self.item = None
            kind = _kind_by_words(atom.text)
            if kind is not None:
                self._open(kind, atom)

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
        self.item = Item(kind, atom.start, atom.end)
        self.found.append(self.item)
        self.is_marked, self.under_lead = is_marked, under_lead

    def _extend(self, atom: Atom) -> None:
        if self.found:
            self.found[-1].end = atom.end


def _kind_by_words(text: str) -> Kind | None:
    """The kind that a sentence seems to be of, where nothing leads to it."""
    if pattern("names_problem").search(text):
        return "problem"
    return "improvement" if pattern("names_improvement").search(text) else None


def read_items(text: str) -> tuple[list[Item], bool]:
    """The items of a section's text (one paragraph a line), in order, and whether the section says
    that there are no problems."""
    atoms: Sequence[Atom] = atoms_of(fold(text))
    reading = _Reading()
    for atom, follower in zip(atoms, [*atoms[1:], None], strict=False):
        if atom.begins_paragraph and pattern("closing").match(atom.text):
            break
        reading.read(atom, follower)
    has_problems = any(item.kind == "problem" for item in reading.found)
    return reading.found, reading.says_none and not has_problems
