"""Lines of text in pictures become characters: PP-OCRv6 recognition models on ONNX Runtime."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from disclosure_stats.processors import processors
from disclosure_stats.scans.engine import model_folder

Grey = npt.NDArray[np.uint8]
Size = Literal["tiny", "small"]

HEIGHT = 48  # dots: what the models are trained on
_STRIDE = 8  # dots a time step
_BATCH = 16  # lines that are read together
_MAX_OUTPUT = 2_500_000  # probabilities of one batch: 10 MB, and the network takes more
_MAX_LINE_WIDTH = 3_200  # dots: a line longer than that is squeezed
_LIKELY = 0.02  # of a candidate's probability, for it to be considered at all
_DICTIONARIES = {"tiny": "ppocrv6_tiny_dict.txt", "small": "ppocrv6_dict.txt"}


class Glyph(NamedTuple):
    """One recognised character: where its middle is (0 to 1 along the line), how likely it is, and
    what else it may be, each with its probability ("" stands for nothing at all)."""

    text: str
    middle: float
    probability: float
    others: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class RecognisedLine:
    """One line as a recogniser reads it."""

    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        """The line's characters."""
        return "".join([glyph.text for glyph in self.glyphs])

    @property
    def confidence(self) -> float:
        """The probability of the least certain character; 0 where nothing was read."""
        return min([glyph.probability for glyph in self.glyphs], default=0.0)

    def candidates(self) -> list[tuple[str, float]]:
        """The line's text with each one character replaced by what else it may be, with the
        probability of that character; likeliest first."""
        found: dict[str, float] = {}
        for index, glyph in enumerate(self.glyphs):
            for other, probability in glyph.others:
                pieces = [each.text for each in self.glyphs]
                pieces[index] = other
                found["".join(pieces)] = probability
        return sorted(found.items(), key=lambda item: -item[1])


DASH = RecognisedLine((Glyph("—", 0.5, 1.0, ()),))
"""What a flat stroke alone is. The models, shown one as tall as a line, see a 1."""


class Recogniser:
    """One of the models, loaded. `tiny` is five times as fast and knows fewer characters."""

    def __init__(self, size: Size) -> None:
        import onnxruntime  # takes a while, and only what reads pictures needs it

        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = min(2, processors())
        options.enable_cpu_mem_arena = False  # which would keep what the widest batch took
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        path = model_folder() / size / "rec" / "rec.onnx"
        self._session = onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"]
        )
        self._input = self._session.get_inputs()[0].name
        names = (model_folder() / _DICTIONARIES[size]).read_text(encoding="utf-8").split("\n")
        self._alphabet = ["", *(name.rstrip("\r") for name in names if name.rstrip("\r")), " "]

    def read(self, lines: Sequence[Grey]) -> list[RecognisedLine]:
        """Each of `lines` (dark on white, cropped to the ink), in their order."""
        widths = [_width(line) for line in lines]
        order = sorted(range(len(lines)), key=widths.__getitem__)
        readings: list[RecognisedLine | None] = [None] * len(lines)
        start = 0
        while start < len(order):
            end = start + 1
            narrowest = widths[order[start]]
            while end < len(order) and self._fits(end - start + 1, narrowest, widths[order[end]]):
                end += 1
            batch = order[start:end]
            found = self._read_batch([lines[i] for i in batch], [widths[i] for i in batch])
            for index, reading in zip(batch, found, strict=True):
                readings[index] = reading
            start = end
        return [reading for reading in readings if reading is not None]

    def _fits(self, count: int, narrowest: int, width: int) -> bool:
        """Whether so many lines, from the narrowest to that width, are read together: paper beside
        a shorter one would cost as much as print."""
        output = count * width / _STRIDE * len(self._alphabet)
        is_alike = _steps(width) == _steps(narrowest)
        return count <= _BATCH and is_alike and output <= _MAX_OUTPUT

    def _read_batch(self, lines: Sequence[Grey], widths: Sequence[int]) -> list[RecognisedLine]:
        widest = _steps(max(widths)) * _STRIDE
        batch = np.zeros((len(lines), 3, HEIGHT, widest), np.float32)
        for place, line, width in zip(batch, lines, widths, strict=True):
            shrinks = line.shape[0] > HEIGHT
            method = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
            place[:, :, :width] = cv2.resize(line, (width, HEIGHT), interpolation=method)
            place[:, :, :width] = place[:, :, :width] / 127.5 - 1
        output = self._session.run(None, {self._input: batch})[0]
        return [
            self._decode(steps, width / widest) for steps, width in zip(output, widths, strict=True)
        ]

    def _decode(self, steps: Any, share: float) -> RecognisedLine:
        """The likeliest characters of a line (connectionist temporal classification: a character
        that is repeated without a blank between is one)."""
        best = steps.argmax(axis=1)
        count = len(best)
        glyphs: list[Glyph] = []
        index = 0
        while index < count:
            code = int(best[index])
            end = index + 1
            while end < count and best[end] == code:
                end += 1
            if code:
                peak = index + int(steps[index:end, code].argmax())
                middle = min(((index + end) / 2) / (count * share), 1.0)
                row = steps[peak]
                others = tuple(
                    (self._alphabet[other], float(row[other]))
                    for other in np.flatnonzero(row > _LIKELY)
                    if other != code
                )
                glyphs.append(Glyph(self._alphabet[code], middle, float(row[code]), others))
            index = end
        return RecognisedLine(tuple(glyphs))


@cache
def recogniser(size: Size) -> Recogniser:
    """The model of that size, loaded once a process."""
    return Recogniser(size)


def _steps(width: int) -> int:
    """The time steps of the network that a line takes."""
    return -(-width // _STRIDE)


def _width(line: Grey) -> int:
    height, width = line.shape
    return int(min(max(round(width * HEIGHT / height), _STRIDE), _MAX_LINE_WIDTH))
