"""How the texts of a page are painted, and which of them may not be seen for it."""

import ctypes

from disclosure_stats.pages import _pdfium_calls as calls
from disclosure_stats.pages.drawing import FAINTEST, OPAQUE, WHITE, Colour, Drawing, TextPaint

_HIDDEN_MODES = (3, 7)  # text rendering modes that paint nothing
_OUTLINE_MODES = (1, 5)  # text rendering modes that do not fill
_FILLED_OUTLINE_MODES = (2, 6)
_DARK = 140  # a colour component below which opaque paint is not pale
_MOST_PALE_INK = 255 * 115  # what paint takes from white paper, by its opacity, each of 255
_FAINT = 225  # a colour component from which paint may not be told from paper


def note_paints(
    drawing: Drawing, texts: list[calls.Handle], modes: list[int], opacity: float
) -> None:
    """Notes in `drawing` how texts of these rendering modes are painted, all of them with an
    opacity, 0 to 1."""
    has_colour, components = calls.answers(ctypes.c_int, 4).of(calls.get_fill_color, texts)
    colours = zip(has_colour, zip(*components, strict=True), strict=True)
    fills = [colour if has else None for has, colour in colours]
    paints: list[TextPaint] = list(zip(modes, fills, strict=True))
    addresses = [item.value or 0 for item in texts]
    drawing.paints.update(zip(addresses, paints, strict=True))
    is_opaque = opacity * 255 >= OPAQUE
    if not is_opaque:
        drawing.faint_texts.update(addresses)
    unusual = {paint for paint in set(paints) if not (is_opaque and _is_dark_fill(*paint))}
    for address, paint in zip(addresses, paints, strict=True) if unusual else ():
        if paint in unusual:
            _add_unusual(drawing, address, *paint, opacity)


def _add_unusual(
    drawing: Drawing, address: int, mode: int, fill: Colour | None, opacity: float
) -> None:
    """Notes a text that may not be seen, painted with nothing or in white, or a pale one."""
    if fill and mode == 0:
        *paint, alpha = fill
        ink = alpha * opacity
        if ink * (255 - min(paint)) <= _MOST_PALE_INK:
            drawing.pale_texts[address] = *fill[:3], round(ink)
    if mode in _HIDDEN_MODES:
        drawing.hidden_texts.add(address)
    elif fill is None or mode in _FILLED_OUTLINE_MODES:
        drawing.faint_texts.add(address)  # painted with a pattern, or perhaps with a pen alone
    elif mode not in _OUTLINE_MODES:
        if fill[3] < FAINTEST:
            drawing.hidden_texts.add(address)
        elif min(fill[:3]) >= WHITE:
            drawing.white_texts.add(address)
        elif min(fill[:3]) >= _FAINT:
            drawing.faint_texts.add(address)


def _is_dark_fill(mode: int, fill: Colour | None) -> bool:
    """Whether a text is painted as nearly every one is: filled, in a dark and opaque colour."""
    return not mode and fill is not None and fill[0] < _DARK and fill[3] >= OPAQUE
