"""The clips of digits, and the numbers that a clip cuts."""

import ctypes
import math
from collections.abc import Mapping

from disclosure_stats.pages import _pdfium_calls as calls
from disclosure_stats.pages.model import Box
from disclosure_stats.pages.page_edges import MIN_INSIDE, NUMBER, share_inside
from disclosure_stats.pages.text_layer import TextLayer

_MIN_SHOWN = 0.7  # of a digit's box, which is wider and higher than its ink, for it to be read
_MIN_LEFT = 0.02  # of a number's box: a clip that shows less of it stands beside it


def clipped_digits(layer: TextLayer) -> tuple[set[int], list[int]]:
    """The digits that may lie outside the clip of their text, and those of numbers of which a clip
    shows a part: nobody sees whether the cell that it leaves holds all of a number."""
    clips = _clips(layer)
    cut = _of_cut_numbers(layer, clips)
    return clips.keys() - set(cut), cut


def _clips(layer: TextLayer) -> dict[int, Box]:
    """The clips of the digits that their text's clip cuts, by index: left, bottom, right, top in
    user space."""
    paths = list(map(calls.get_clip_path, layer.objects.values()))
    counts = list(map(calls.count_clip_paths, paths))
    if max(counts, default=0) <= 0:
        return {}
    pairs = zip(paths, counts, strict=True)
    clips = {
        address: _clip_box(path, count)
        for address, (path, count) in zip(layer.objects, pairs, strict=True)
        if count > 0
    }
    cut = {}
    for index, address in zip(layer.digits, layer.digit_objects, strict=True):
        if address in clips and share_inside(layer.box(index), clips[address]) < MIN_INSIDE:
            cut[index] = clips[address]
    return cut


def _of_cut_numbers(layer: TextLayer, clips: Mapping[int, Box]) -> list[int]:
    """The digits of numbers of which a clip, one of those by index, shows a part."""
    if not clips:
        return []
    cut: list[int] = []
    for match in NUMBER.finditer(layer.text):
        own = range(*match.span())
        hidden = [
            i for i in own if i in clips and share_inside(layer.box(i), clips[i]) < _MIN_SHOWN
        ]
        if hidden and any(share_inside(layer.box(i), clips[hidden[0]]) > _MIN_LEFT for i in own):
            cut += [i for i in own if layer.text[i].isdecimal()]
    return cut


def _clip_box(path: calls.Handle, count: int) -> Box:
    """What all paths of a clip have in common, as left, bottom, right, top."""
    point = (ctypes.c_float * 2)()
    slots = calls.slots(point)
    left, bottom, right, top = -math.inf, -math.inf, math.inf, math.inf
    for number in range(count):
        xs, ys = [], []
        for index in range(calls.count_clip_segments(path, number)):
            calls.get_segment_point(calls.get_clip_segment(path, number, index), *slots)
            xs.append(point[0])
            ys.append(point[1])
        if xs:
            left, right = max(left, min(xs)), min(right, max(xs))
            bottom, top = max(bottom, min(ys)), min(top, max(ys))
    return left, bottom, right, top
