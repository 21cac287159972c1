"""Numbers among what a recogniser reads: lone digits look like letters and marks."""

from collections.abc import Sequence
from itertools import pairwise

from disclosure_stats.scans.recogniser import Glyph, RecognisedLine

_ALIKE = {
    "0": "OoQD〇○。°口οоòóôõö",
    "1": "lI|｜丨ⅠiＩ",
    "2": "Zz",
    "5": "Ss",
    "8": "B",
    "-": "—–－−‐‑‒﹣一_~",
    "/": "∕／",
    ".": "·．・",
    ",": "，",
}
_DIGIT_OF = {other: digit for digit, others in _ALIKE.items() for other in others}
_NUMERIC = frozenset("0123456789.,-/") | _DIGIT_OF.keys()
_SPECKS = ".,·．・，'`‘’\":：;；"
_UNEVEN = 1.85  # times the least distance of two digits: as far apart none of one number are
_SURELY = frozenset("0123456789OoQ〇○。°lI|｜/∕／—–－−-")


def as_number(reading: RecognisedLine, may_be_letters: bool = False) -> RecognisedLine | None:
    """The reading with letters and marks taken for the digits that they look like, their
    probabilities together, and without the spaces that models see between wide digits; null where
    it is no number and no dash. `may_be_letters` takes an S alone for a 5, which it is where
    another model reads that."""
    own = [glyph for glyph in reading.glyphs if glyph.text != " "]
    # No number begins or ends with a point: a speck stands there.
    while len(own) > 1 and own[0].text in _SPECKS:
        del own[0]
    while len(own) > 1 and own[-1].text in _SPECKS:
        del own[-1]
    text = "".join(glyph.text for glyph in own)
    if not text or not set(text) <= _NUMERIC:
        return None
    if not may_be_letters and not set(text) & _SURELY:
        return None
    glyphs = [_folded(glyph) for glyph in own]
    if _has_gap(glyphs):
        glyphs = [glyph._replace(probability=glyph.probability / 2) for glyph in glyphs]
    return RecognisedLine(tuple(glyphs))


def _has_gap(glyphs: Sequence[Glyph]) -> bool:
    """Whether digits stand farther apart here than there, as if one had not been seen."""
    gaps = [other.middle - one.middle for one, other in pairwise(glyphs)]
    return (
        len(gaps) > 1
        and all(glyph.text.isdigit() for glyph in glyphs)
        and max(gaps) > _UNEVEN * min(gaps)
    )


def _folded(glyph: Glyph) -> Glyph:
    shares: dict[str, float] = {}
    for text, probability in ((glyph.text, glyph.probability), *glyph.others):
        text = _DIGIT_OF.get(text, text)
        shares[text] = shares.get(text, 0.0) + probability
    # What is no digit cannot stand in a number: the others are what it may be instead.
    best = _DIGIT_OF.get(glyph.text, glyph.text)
    others = [(t, p) for t, p in shares.items() if t != best and (t == "" or t in "0123456789.")]
    return Glyph(best, glyph.middle, shares[best], tuple(others))
