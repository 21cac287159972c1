"""Text that a file gives for what it prints (ActualText): a claim, which need not be true.

PDFium takes it for the text. What is printed are the glyphs, so their own codes are read.
"""

import ctypes
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import repeat

from disclosure_stats.pages import _pdfium_calls as calls
from disclosure_stats.pages.drawing import Order
from disclosure_stats.pages.text_layer import TextLayer

_KEY = b"ActualText"


def without_claims(
    layer: TextLayer, contents: Iterable[tuple[Order, Sequence[calls.Handle]]]
) -> bool:
    """Takes the ActualText off all objects in `contents` of the open page if some of its digits
    stand in one, and reads `layer` anew; gives whether that was so."""
    if not any(_claims(layer.objects.values())):
        return False
    for _, items in contents:
        for item in items:  # one by one: objects may share their marks
            for mark in list(_claims([item])):
                calls.remove_mark(item, mark)
    layer.reload()
    return True


def _claims(objects: Collection[calls.Handle]) -> Iterator[calls.Handle]:
    """The marks of objects that give a text for them."""
    length = ctypes.c_ulong()
    written = ctypes.byref(length)
    for item, count in zip(objects, map(calls.count_marks, objects), strict=True):
        for mark in map(calls.get_mark, repeat(item), range(count)) if count > 0 else ():
            if calls.get_mark_string(mark, _KEY, None, 0, written) and length.value > 2:
                yield mark
