"""Pieces of inline text become the lines of a paragraph, white space as a browser shows it."""

import re

from disclosure_stats.documents.flow import UNTOLD, Paragraph, is_footnote_mark, seen

_SPACE = re.compile("[ \t\n\r\f]+")
_TAB = "\u2003"
_PICTURE = "\ufffc"
_BESIDE = r"[^\W_A-Za-z]"  # an ideograph or a digit
_AS_CHARACTER = re.compile(
    rf"(?:\d[\d,.]*)?(?<={_BESIDE}){_PICTURE}+(?={_BESIDE})(?:[\d,.]*\d)?"  # with its number
)
_MIN_TO_JOIN = 16  # characters of the longest line, for lines to be broken at a margin
_MIN_LINES = 3
_MAX_VALUE = 30  # characters of a line's end that tell whether it is a value
_MIN_FULL = 0.86  # of the longest line: one that was broken at the margin
_GROUPED = re.compile("(?<=[0-9])[\u2006\u2008\u2009\u202f](?=[0-9]{3}(?![0-9]))")  # thousands
_GAP = re.compile(r"\S {2,}\S|\t")
# Of a line of its own: 收到申请数：3件, or 收到申请数 件 3.
_VALUE_AT_END = re.compile(
    r"(?:[：:]\s{0,9}\d[\d,.]{0,14}\s?\S{0,2}|\s\S{1,2}\s(?:\d[\d,.]{0,14}|[-—/无]{1,2}))$"
)
_ENDS_A_LINE = tuple("。；！？：;:!?")


class TextPieces:
    """Collects inline text until the paragraph that it belongs to ends."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._shifted: list[int] = []  # pieces that are marks if anything stands beside them
        self._hand: object = None
        self._linked = 0
        self.is_preformatted = False

    def __len__(self) -> int:
        return len(self._pieces)

    def insert_number(self, position: int, text: str) -> None:
        """Puts the number of a paragraph before what was added as the piece `position`, with which
        it is no number."""
        is_before_digit = "".join(self._pieces[position:])[:1].isdecimal()
        self._pieces.insert(position, text + _TAB * is_before_digit)
        self._shifted = [index + (index >= position) for index in self._shifted]

    def add(
        self,
        text: str,
        is_link: bool = False,
        is_preformatted: bool = False,
        hand: object = None,
    ) -> None:
        """Text as the source has it; digits of another `hand`, which are set in another way, are
        none of the number before."""
        if hand != self._hand and text[:1].isdecimal() and self._ends_with_digit():
            self._pieces.append(" ")
        self._hand = hand
        if is_preformatted:
            self.is_preformatted = True
            self._pieces.append(text.replace("\r\n", "\n").replace("\r", "\n"))
        else:
            text = _SPACE.sub(" ", text)
            self._pieces.append(text)
        if is_link:
            self._linked += len(text.strip())

    def add_raised(self, text: str, is_link: bool = False) -> bool:
        """A superscript: the mark of a note is no part of the text that it stands at. Whether it
        was left out and is a number, which where it stands alone may be the text itself."""
        if is_footnote_mark(text):
            return text.strip().isdecimal()
        self.add(text, is_link)
        return False

    def add_shifted(self, text: str, is_link: bool = False) -> None:
        """Text that stands off its line: the mark of a note, or all of a text, a little moved."""
        self.add(text, is_link)
        if is_footnote_mark(text):
            self._shifted.append(len(self._pieces) - 1)

    def add_picture(self) -> None:
        """A picture in the line: between ideographs or digits it is one that the font lacks."""
        self._pieces.append(_PICTURE)

    def break_line(self) -> None:
        """The text goes on in the next line."""
        self._pieces.append("\n")

    def paragraph(self, is_centred: bool, path: tuple[int, ...]) -> Paragraph | None:
        """What was collected, if there is anything to be seen in it; collecting begins anew."""
        text = _GROUPED.sub("", seen("".join(self._without_marks())))
        if _PICTURE in text:
            text = _AS_CHARACTER.sub(UNTOLD, text).replace(_PICTURE, "")
        linked, is_preformatted = self._linked, self.is_preformatted
        self._pieces, self._shifted, self._linked, self.is_preformatted = [], [], 0, False
        if not text or text.isspace():
            return None
        lines = text.split("\n")
        if not is_preformatted:
            lines = [_SPACE.sub(" ", line) for line in lines]
        if len(lines) >= _MIN_LINES:
            lines = unwrapped(lines)
        lines = [line.rstrip() for line in lines if line.strip()]
        return Paragraph(lines, is_centred, linked, path)

    def _ends_with_digit(self) -> bool:
        return bool(self._pieces) and self._pieces[-1][-1:].isdecimal()

    def _without_marks(self) -> list[str]:
        rest = [piece for i, piece in enumerate(self._pieces) if i not in self._shifted]
        return rest if seen("".join(rest)).strip() else self._pieces


def unwrapped(lines: list[str]) -> list[str]:
    """`lines` with those put together that were broken where a margin was: all but the last of a
    paragraph are about as long as the longest. Lines that are set in columns stay."""
    widths = [_width(line) for line in lines]
    longest = max(widths)
    is_wrapped = longest >= _MIN_TO_JOIN and not any(_GAP.search(line.strip()) for line in lines)
    joined: list[str] = []
    goes_on = False
    for line, width in zip(lines, widths, strict=True):
        text = line.strip()
        if goes_on and text and line[:1] not in " \u3000\u2003\u2002\u00a0\t":
            joined[-1] += text
        else:
            joined.append(line)
        is_full = width >= _MIN_FULL * longest and not text.endswith(_ENDS_A_LINE)
        goes_on = is_wrapped and is_full and not _VALUE_AT_END.search(text[-_MAX_VALUE:])
    return joined


def _width(line: str) -> float:
    """In ideographs."""
    return sum([1.0 if character > "\u00ff" else 0.5 for character in line.rstrip()])
