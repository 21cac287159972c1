"""What a sample report consists of, before it has a look."""

from dataclasses import dataclass, field
from typing import Literal

from .layouts import LAYOUTS

# A printed number, or the contract's word for a cell that prints none.
Figure = int | float | Literal["dash", "blank", "absent"]

Era = Literal["2014", "2019", "2021"]
FIRST_YEAR, LAST_YEAR = 2016, 2025


@dataclass(frozen=True)
class HouseStyle:
    """Habits of one body that have nothing to do with the program it writes its reports in."""

    brackets: str = "（）"
    digits: Literal["plain", "fullwidth", "thousands"] = "plain"
    rules_row: Literal["zero", "dash", "absent"] = "zero"
    unused: Literal["zero", "dash", "blank"] = "zero"  # how cells that hardly apply are printed
    other_row: Literal["three", "one"] = "three"  # 三（六）其他处理 under the 2021 form
    title_lines: Literal[1, 2] = 2


@dataclass(frozen=True)
class Place:
    """One body, its way with reports, and how many requests it gets (`bustle`)."""

    name: str
    county: str
    prefecture: str
    bustle: Literal["quiet", "small", "busy"]
    layouts: dict[str, str]
    missing: tuple[int, ...] = ()
    old_form_years: tuple[int, ...] = ()
    county_in_title: bool = False
    style: HouseStyle = field(default_factory=HouseStyle)
    province: str | None = None
    # Whether it says what its house style says, has words of its own each year, keeps those of its
    # first year, or takes some from its neighbour.
    wording: Literal["house", "own", "kept", "neighbour"] = "house"

    @property
    def level(self) -> str:
        return "subdistrict" if self.name.endswith("街道") else "township"

    @property
    def short_name(self) -> str:
        """The name without its kind: 苔矶 of 苔矶镇."""
        return self.name.removesuffix("街道").rstrip("镇乡")

    @property
    def we(self) -> str:
        return "街道" if self.level == "subdistrict" else f"我{self.name[-1]}"

    @property
    def body(self) -> str:
        office = "街道办事处" if self.level == "subdistrict" else f"{self.name[-1]}人民政府"
        prefix = self.county if self.county_in_title else ""
        return f"{prefix}{self.short_name}{office}"

    def era(self, year: int) -> Era:
        if year <= 2018:
            return "2014"
        return "2019" if year <= 2020 or year in self.old_form_years else "2021"

    def path(self, year: int) -> str:
        kind = LAYOUTS[self.layouts[self.era(year)]].file_kind
        name = f"{self.name}_{year}.{kind}"
        parts = [self.province, self.prefecture, self.county, self.name, name]
        return "/".join(part for part in parts if part)


@dataclass(frozen=True)
class Posting:
    """A count in a sentence; `parent` is the 1-based place of its whole in the same sentence."""

    channel: str
    count: int
    unit: str = "条"
    parent: int | None = None
    category: str | None = None
    approximate: bool = False
    period: Literal["year", "cumulative"] = "year"
    scope: Literal["self", "villages"] = "self"


@dataclass(frozen=True)
class ActivityTruth:
    """A count beside postings, in a sentence."""

    activity: str
    value: float
    unit: str


@dataclass(frozen=True)
class StatementTruth:
    """An item of section five; its text is null where the report says that there is no problem."""

    kind: str
    text: str | None


@dataclass(frozen=True)
class Sentence:
    text: str
    postings: tuple[Posting, ...] = ()
    activities: tuple[ActivityTruth, ...] = ()


Paragraph = tuple[Sentence, ...]


@dataclass(frozen=True)
class Section:
    """A section of the report. `table` names the statutory table that is its content, if any."""

    heading: str
    paragraphs: tuple[Paragraph, ...] = ()
    table: Literal["disclosures", "requests", "appeals", "indicators"] | None = None


@dataclass(frozen=True)
class Inconsistency:
    """The one thing that a report gets wrong, in the words of the contract's `findings`; `cell` is
    the key of the misprinted cell, where it is a table's."""

    rule: str
    table: str
    where: str
    cell: tuple[str, ...] | None = None


@dataclass
class Report:
    """One body, one year: the figures of its statutory tables and its text."""

    place: Place
    year: int
    disclosures: dict[tuple[str, str], Figure] = field(default_factory=dict)
    requests: dict[tuple[str, str], Figure] = field(default_factory=dict)
    appeals: dict[tuple[str, str], Figure] = field(default_factory=dict)
    indicators: dict[str, Figure] = field(default_factory=dict)
    sections: tuple[Section, ...] = ()
    opening: tuple[Paragraph, ...] = ()
    notice: str = "本报告为软件样例，地名、机构和数据均为虚构。"
    inconsistency: Inconsistency | None = None
    statements: list[StatementTruth] = field(default_factory=list)
    copied: dict[str, str] = field(default_factory=dict)  # what it copied, and from which file
    own_words: list[str] = field(default_factory=list)  # what no other report says

    @property
    def era(self) -> Era:
        return self.place.era(self.year)

    @property
    def layout(self) -> str:
        return self.place.layouts[self.era]
