"""Characters that are struck out: a thin line runs through the middle of their glyphs.

A rule of a table may run through text too, where rows are too low. It is no strike: it goes on
beyond the text, or ends at upright rules.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from disclosure_stats.pages.drawing import Drawing, Slant
from disclosure_stats.pages.model import Box, Horizontal, Vertical
from disclosure_stats.pages.text_layer import TextLayer
from disclosure_stats.pages.text_places import Middles, through_text
from disclosure_stats.pages.transform import Edges, PageTransform
from disclosure_stats.pages.words import printed_boxes

_BAND = (0.25, 0.72)  # of a character's height from above, where a line strikes it out
_MAX_BEYOND = 1.2  # of a character's height: a strike goes no further beyond its text
_MAX_TOUCH = 1.5  # points from the end of a table's rule to the upright one that it meets
_MAX_DASH_GAP = 3.0  # points, from a dash to the next
_MIN_LENGTH = 0.6  # of a character's width
_MAX_SLOPE = 1.5  # of a character's height: a line from side to side of a number rises no more
_MAX_THICKNESS = 0.6  # of a character's height: a thicker bar is a ground or a cover
_MIN_SHARE = 0.5  # of a number's width, for a slanting line to strike it out
_MAX_GAP = 0.3  # of a character's height, between those of one number
_MIN_CROSS = 8.0  # points both ways, for two lines to cross out all that lies between their ends
_NEAR = 0.25  # of a digit's height: a line that goes on and passes it no farther off may be meant
_MIN_SHARED = 0.7  # of each one's extent, both ways, that two such lines have in common


def without_struck(
    text: str,
    layer: TextLayer,
    drawing: Drawing,
    transform: PageTransform,
) -> str:
    """`text`, which is that of `layer` or a part of it, with spaces for the characters that are
    struck out by a line of `drawing`."""
    edges = layer.edges
    lines = _near_text(drawing, layer, transform) if drawing.horizontals else []
    rules = sorted(drawing.verticals) if drawing.bars else []
    bars = [bar for bar in drawing.bars if not _is_of_table(_middle(bar), rules)]
    if not lines and not drawing.slants and not bars:
        return text
    places = _places(text, edges, transform, [*lines, *map(_middle, bars)])
    struck: set[int] = set()
    for line in lines:
        struck |= _struck_by(line, places)
        if _is_over_rules(line, drawing):
            struck |= {i for i in _crossed_by(line, places) if text[i].isdecimal()}
    for bar in bars:
        thickness = bar[3] - bar[1]
        higher = [p for p in places if thickness <= _MAX_THICKNESS * (p[1][3] - p[1][1])]
        struck |= _struck_by(_middle(bar), higher)
    digits = _digits(text, edges, transform) if drawing.slants else []
    for slant in drawing.slants:
        struck |= _struck_across(slant.box, digits)
    crosses = list(_crosses_of(drawing.slants))
    middles = Middles(printed_boxes(text, edges, transform) if crosses else ())
    for cross in crosses:
        struck.update(middles.within(cross))
    if not struck:
        return text
    return "".join(" " if index in struck else character for index, character in enumerate(text))


def crossed_by_slants(
    text: str, layer: TextLayer, drawing: Drawing, transform: PageTransform
) -> list[int]:
    """The digits of `text` of which it is open whether they are struck out: a slanting line that
    goes on beyond its text runs through or close by them, or so by others between its ends."""
    if not drawing.slants:
        return []
    digits = _digits(text, layer.edges, transform)
    middles, box_of = Middles(digits), {index: box for box, index in digits}
    crossed: set[int] = set()
    for slant in drawing.slants:
        own = middles.within(slant.box)
        if any(_runs_by(slant, box_of[index]) for index in own):
            crossed.update(own)
    return sorted(crossed)


def _runs_by(slant: Slant, box: Box) -> bool:
    """Whether the line from corner to corner of a slant runs through a digit or close by it."""
    (x0, top, x1, bottom), rises = slant
    if not rises or x1 <= x0:
        return False
    share = ((box[0] + box[2]) / 2 - x0) / (x1 - x0)
    y = bottom + share * (top - bottom) if rises > 0 else top + share * (bottom - top)
    near = _NEAR * (box[3] - box[1])
    return box[1] - near <= y <= box[3] + near


_Place = tuple[float, Box, int]
"""The middle's height, the box and the index of a character."""


def _near_text(drawing: Drawing, layer: TextLayer, transform: PageTransform) -> list[Horizontal]:
    """The lines at the height of some text that are no rules of a table."""
    lines = through_text(drawing.horizontals, _BAND, layer, transform)
    if not lines:
        return []
    rules = sorted(drawing.verticals)
    return [line for line in _joined(lines) if not _is_of_table(line, rules)]


def _joined(lines: Iterable[Horizontal]) -> list[Horizontal]:
    """`lines` with dashes of one height that follow each other closely as one."""
    whole: list[Horizontal] = []
    for line in sorted(lines):
        before = whole[-1] if whole else None
        if before and before.y == line.y and 0 <= line.x0 - before.x1 <= _MAX_DASH_GAP:
            whole[-1] = before._replace(x1=line.x1)
        else:
            whole.append(line)
    return whole


def _places(
    text: str, edges: Edges, transform: PageTransform, lines: Sequence[Horizontal]
) -> list[_Place]:
    """The characters at whose height some of `lines` runs, from top to bottom."""
    levels = sorted({line.y for line in lines})
    return sorted(
        ((box[1] + box[3]) / 2, box, i)
        for box, i in printed_boxes(text, edges, transform)
        if _is_crossed(box[1], box[3], levels)
    )


def _is_crossed(top: float, bottom: float, levels: Sequence[float]) -> bool:
    height = bottom - top
    index = bisect_left(levels, top + _BAND[0] * height)
    return index < len(levels) and levels[index] <= top + _BAND[1] * height


def _is_of_table(line: Horizontal, rules: Sequence[Vertical]) -> bool:
    """Whether an upright rule runs through or ends at an end of `line`."""
    for end in (line.x0, line.x1):
        first = bisect_left(rules, (end - _MAX_TOUCH,))
        for x, top, bottom in rules[first:]:
            if x > end + _MAX_TOUCH:
                break
            if top - _MAX_TOUCH <= line.y <= bottom + _MAX_TOUCH:
                return True
    return False


def _is_over_rules(line: Horizontal, drawing: Drawing) -> bool:
    """Whether an upright rule runs through `line`, and no other level one begins and ends where it
    does, as those of a table that is open at its sides do: it is drawn through a row."""
    is_crossed = any(
        line.x0 < x < line.x1 and top < line.y - _MAX_TOUCH and line.y + _MAX_TOUCH < bottom
        for x, top, bottom in drawing.verticals
    )
    return is_crossed and not any(
        abs(other.x0 - line.x0) < _MAX_TOUCH and abs(other.x1 - line.x1) < _MAX_TOUCH
        for other in drawing.horizontals
        if other.y != line.y
    )


def _middle(bar: Box) -> Horizontal:
    return Horizontal((bar[1] + bar[3]) / 2, bar[0], bar[2])


def _struck_by(line: Horizontal, places: Sequence[_Place]) -> set[int]:
    """The characters that `line` strikes out, if it goes hardly beyond them."""
    own = _crossed_by(line, places)
    if not own:
        return set()
    boxes = own.values()
    height = max(box[3] - box[1] for box in boxes)
    width = min(box[2] - box[0] for box in boxes)
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    beyond = max(left - line.x0, line.x1 - right)
    if beyond > _MAX_BEYOND * height or line.x1 - line.x0 < _MIN_LENGTH * width:
        return set()
    return set(own)


def _crossed_by(line: Horizontal, places: Sequence[_Place]) -> dict[int, Box]:
    """The characters that `line` runs through, by index, and their boxes."""
    tallest = max((box[3] - box[1] for _, box, _ in places), default=0.0)
    first = bisect_left(places, (line.y - tallest,))
    last = bisect_right(places, (line.y + tallest,))
    return {
        index: box
        for _, box, index in places[first:last]
        if _is_crossed(box[1], box[3], [line.y]) and line.x0 <= (box[0] + box[2]) / 2 <= line.x1
    }


def _digits(text: str, edges: Edges, transform: PageTransform) -> list[tuple[Box, int]]:
    """The boxes of the digits, from left to right, and their indices."""
    return sorted(
        (transform.box_at(edges, index), index)
        for index, character in enumerate(text)
        if character.isdecimal()
    )


def _struck_across(slant: Box, digits: Sequence[tuple[Box, int]]) -> set[int]:
    """Those of the `digits`, from left to right, of a number that a slanting line strikes out from
    one side to the other."""
    _, top, _, bottom = slant
    level = [(box, index) for box, index in digits if top < box[3] and box[1] < bottom]
    struck: set[int] = set()
    for number in _numbers(level):
        box = number[0][0][0], number[0][0][1], number[-1][0][2], number[0][0][3]
        if _crosses(slant, box):
            struck.update(index for _, index in number)
    return struck


def _crosses_of(slants: Sequence[Slant]) -> Iterable[Box]:
    """Where two lines cross from corner to corner, about as long and at one place: what a person
    draws over a whole table. Each is told by what the two have in common."""
    large = sorted(
        slant
        for slant in slants
        if min(slant.box[2] - slant.box[0], slant.box[3] - slant.box[1]) >= _MIN_CROSS
    )
    falling = [box for box, rises in large if rises < 0]
    for one, rises in large:
        if rises > 0:
            most = (1 - _MIN_SHARED) / _MIN_SHARED * (one[2] - one[0])
            first = bisect_left(falling, (one[0] - most,))
            last = bisect_right(falling, (one[0] + most,))
            for other in falling[first:last]:
                left, top = max(one[0], other[0]), max(one[1], other[1])
                shared = left, top, min(one[2], other[2]), min(one[3], other[3])
                if all(_share(shared, box) >= _MIN_SHARED for box in (one, other)):
                    yield shared


def _share(part: Sequence[float], whole: Box) -> float:
    """How much of a box a part of it takes up, along the side of which it takes less."""
    return min((part[i + 2] - part[i]) / (whole[i + 2] - whole[i]) for i in (0, 1))


def _numbers(digits: Sequence[tuple[Box, int]]) -> Iterable[list[tuple[Box, int]]]:
    """Digits from left to right by the numbers that they make."""
    number = list(digits[:1])
    for (before, _), (box, index) in pairwise(digits):
        is_level = abs(before[1] - box[1]) < _MIN_SHARE * (box[3] - box[1])
        if not is_level or box[0] - before[2] > _MAX_GAP * (box[3] - box[1]):
            yield number
            number = []
        number.append((box, index))
    if number:
        yield number


def _crosses(slant: Box, box: Box) -> bool:
    height, width = box[3] - box[1], box[2] - box[0]
    across = min(slant[2], box[2]) - max(slant[0], box[0])
    beyond = max(box[0] - slant[0], slant[2] - box[2])
    middle = (slant[1] + slant[3]) / 2
    return (
        across >= _MIN_SHARE * width
        and beyond <= _MAX_BEYOND * height
        and slant[3] - slant[1] <= _MAX_SLOPE * height
        and box[1] + _BAND[0] * height <= middle <= box[1] + _BAND[1] * height
    )
