"""The numbers that Word puts before paragraphs by itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from disclosure_stats.documents.word_names import attribute, child, children, number_of

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_MAX_LEVELS = 9


@dataclass(slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""


@dataclass(slots=True)
class _List:
    """A list: its levels, and how far each has been counted; lists of one kind count together."""

    levels: dict[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """What is put before each numbered paragraph, in the order of the text."""

    def __init__(self, root: Element | None) -> None:
        self._lists: dict[str, _List] = {}
        if root is None:
            return
        kinds = {
            attribute(kind, "abstractNumId"): _levels(kind)
            for kind in children(root, "abstractNum")
        }
        shared: dict[str | None, dict[int, int]] = {}
        for one in children(root, "num"):
            reference = child(one, "abstractNumId")
            kind = attribute(reference, "val")
            levels = dict(kinds.get(kind, {}))
            starts_anew = False
            for override in children(one, "lvlOverride"):
                starts_anew = _override(levels, override) or starts_anew
            counts = {} if starts_anew else shared.setdefault(kind, {})
            self._lists[attribute(one, "numId") or ""] = _List(levels, counts)

    def next_label(self, list_id: str, depth: int) -> str:
        """The number of the next paragraph of a list, at a depth from 0."""
        known = self._lists.get(list_id)
        if known is None or depth not in known.levels:
            return ""
        level = known.levels[depth]
        known.counts[depth] = known.counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in known.counts if other > depth]:
            del known.counts[deeper]
        if level.format in ("bullet", "none"):
            return ""
        label = level.text
        for other in range(depth + 1):
            if f"%{other + 1}" in label:
                shown = known.levels.get(other, _Level())
                count = known.counts.setdefault(other, shown.start)
                label = label.replace(f"%{other + 1}", _written(count, shown.format))
        return label


def _levels(kind: Element) -> dict[int, _Level]:
    return {
        number_of(attribute(level, "ilvl"), 0): _level(level)
        for level in children(kind, "lvl")[:_MAX_LEVELS]
    }


def _level(element: Element) -> _Level:
    return _Level(
        number_of(attribute(child(element, "start"), "val"), 1),
        attribute(child(element, "numFmt"), "val") or "decimal",
        attribute(child(element, "lvlText"), "val") or "",
    )


def _override(levels: dict[int, _Level], override: Element) -> bool:
    """Puts what a list has of its own in `levels`; tells whether it counts anew."""
    depth = number_of(attribute(override, "ilvl"), 0)
    own = child(override, "lvl")
    if own is not None:
        levels[depth] = _level(own)
    start = child(override, "startOverride")
    if start is not None and depth in levels:
        old = levels[depth]
        levels[depth] = _Level(number_of(attribute(start, "val"), 1), old.format, old.text)
    return start is not None


def _written(count: int, number_format: str) -> str:
    return _FORMATS.get(number_format, str)(count)


def _counting(count: int, digits: str = _DIGITS, tens: str = "十百千") -> str:
    """A number below ten thousand as it is spoken: 十二, 二十, 一百零三."""
    if not 0 < count < 10_000:
        return str(count)
    written, pending = "", False
    for place, figure in zip(range(3, -1, -1), f"{count:04}", strict=True):
        if figure == "0":
            pending = bool(written)
            continue
        written += "零" if pending else ""
        pending = False
        written += digits[int(figure)] + (tens[place - 1] if place else "")
    return written.removeprefix(digits[1]) if 10 <= count < 20 else written


def _letters(count: int) -> str:
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1) if count > 0 else ""


def _roman(count: int) -> str:
    pairs = zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    )
    written = ""
    for value, letters in pairs:
        while count >= value:
            written, count = written + letters, count - value
    return written


def _circled(count: int) -> str:
    return chr(0x2460 + count - 1) if 0 < count <= 20 else str(count)


_FORMATS: Mapping[str, Callable[[int], str]] = {
    "chineseCounting": _counting,
    "chineseCountingThousand": _counting,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": _counting,
    "japaneseCounting": _counting,
    "ideographTraditional": _counting,
    "chineseLegalSimplified": lambda count: _counting(count, _LEGAL, "拾佰仟"),
    "ideographDigital": lambda count: "".join(_DIGITS[int(figure)] for figure in str(count)),
    "japaneseDigitalTenThousand": lambda c: "".join(_DIGITS[int(figure)] for figure in str(c)),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": lambda count: f"({count})",
    "decimalEnclosedFullstop": lambda count: f"{count}.",
    "decimalZero": lambda count: f"{count:02}",
    "decimalFullWidth": lambda c: "".join(chr(0xFF10 + int(figure)) for figure in str(c)),
    "lowerLetter": _letters,
    "upperLetter": lambda count: _letters(count).upper(),
    "lowerRoman": lambda count: _roman(min(count, 5_000)),
    "upperRoman": lambda count: _roman(min(count, 5_000)).upper(),
}
