"""Makes the font that stands in for fonts that are nowhere: digits, and specks for all else.

    .venv/bin/python bench/make_stand_in_font.py src/disclosure_stats/pages/stand_in.ttf

A speck in two corners of the square that an ideograph fills gives a character its extent, and is
not seen in pictures. A digit has strokes besides: a picture shows which one a code stands for.
"""

import sys
from itertools import pairwise
from math import cos, hypot, radians, sin

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import newTable
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable
from fontTools.ttLib.tables._g_l_y_f import Glyph

EM, ASCENT, DESCENT = 1000, 880, -120
WIDTH = 462  # of a digit, as in the Chinese fonts that files leave out
PEN = 40  # half of a stroke's width
ACROSS, UP = 26, 44  # units a place of the grid on which digits are drawn: ten by fourteen
LEFT = 100  # where the grid begins
STEP = 15  # degrees, from one corner of an arc to the next
DIGITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
BEGINS_OF_DIGITS = 0x30, 0xFF10  # ASCII, full width
MANY_TO_ONE = 13  # the format of a table of characters in which many have one glyph
MADE = 0  # seconds since 1904: the same bytes, whenever the font is made

Stroke = list[tuple[float, float]]
"""The corners of a stroke on the grid."""


def arc(middle: tuple[float, float], wide: float, high: float, start: int, end: int) -> Stroke:
    """A part of an ellipse with these half axes, clockwise between two angles in degrees."""
    angles = map(radians, range(start, end - 1, -STEP))
    return [(middle[0] + wide * cos(angle), middle[1] + high * sin(angle)) for angle in angles]


SIX = [arc((5, 4.5), 5, 4.5, 360, 0), arc((9, 4.5), 9, 9.5, 180, 90)]
STROKES: list[list[Stroke]] = [
    [arc((5, 7), 5, 7, 360, 0)],
    [[(2, 11.5), (5, 14), (5, 0)]],
    [[*arc((5, 10), 5, 4, 180, -30), (0, 0), (10, 0)]],
    [arc((5, 10.5), 4.5, 3.5, 165, -90), arc((5, 3.5), 5, 3.5, 90, -165)],
    [[(8, 0), (8, 14), (0, 4), (10, 4)]],
    [[(9.5, 14), (1.5, 14), (1, 7.5), *arc((4.6, 4.5), 5.2, 4.5, 120, -135)]],
    SIX,
    [[(0, 14), (10, 14), (4, 0)]],
    [arc((5, 10.5), 4.3, 3.5, 360, 0), arc((5, 3.5), 5, 3.5, 360, 0)],
    [[(10 - x, 14 - y) for x, y in stroke] for stroke in SIX],
]


def main() -> None:
    """Write the font to the path that the command names."""
    (path,) = sys.argv[1:]
    names = [".notdef", "speck", *DIGITS]
    widths = [EM, EM, *[WIDTH] * len(DIGITS)]
    glyphs = [Glyph(), drawn(EM, []), *[drawn(WIDTH, strokes) for strokes in STROKES]]
    builder = FontBuilder(EM)
    builder.setupGlyphOrder(names)
    builder.setupGlyf(dict(zip(names, glyphs, strict=True)))
    builder.setupHorizontalMetrics(
        {name: (wide, 0) for name, wide in zip(names, widths, strict=True)}
    )
    builder.setupHorizontalHeader(ascent=ASCENT, descent=DESCENT)
    builder.font["cmap"] = characters()
    builder.font["head"].created = builder.font["head"].modified = MADE
    builder.font.recalcTimestamp = False
    builder.save(path)


def characters() -> object:
    """The table that gives every character of Unicode its glyph."""
    subtable = CmapSubtable.newSubtable(MANY_TO_ONE)
    subtable.platformID, subtable.platEncID, subtable.language = 3, 10, 0
    subtable.cmap = dict.fromkeys(range(0x20, 0x110000), "speck")
    for begin in BEGINS_OF_DIGITS:
        subtable.cmap |= {begin + digit: name for digit, name in enumerate(DIGITS)}
    table = newTable("cmap")
    table.tableVersion, table.tables = 0, [subtable]
    return table


def drawn(width: int, strokes: list[Stroke]) -> Glyph:
    """A glyph of this width with specks and strokes; each piece of a stroke is a box that reaches
    beyond its ends by half of the pen."""
    pen = TTGlyphPen(None)
    contour(pen, [(0, DESCENT), (1, DESCENT), (0, DESCENT + 1)])
    contour(pen, [(width, ASCENT), (width - 1, ASCENT), (width, ASCENT - 1)])
    for stroke in strokes:
        corners = [(round(LEFT + x * ACROSS), round(PEN + y * UP)) for x, y in stroke]
        for (ax, ay), (bx, by) in pairwise(corners):
            scale = PEN / hypot(bx - ax, by - ay)
            along, across = round((bx - ax) * scale), round((by - ay) * scale)
            contour(
                pen,
                [
                    (ax - along + across, ay - across - along),
                    (ax - along - across, ay - across + along),
                    (bx + along - across, by + across + along),
                    (bx + along + across, by + across - along),
                ],
            )
    return pen.glyph()


def contour(pen: TTGlyphPen, points: list[tuple[int, int]]) -> None:
    """Draw a closed line through the points."""
    pen.moveTo(points[0])
    for point in points[1:]:
        pen.lineTo(point)
    pen.closePath()


if __name__ == "__main__":
    main()
