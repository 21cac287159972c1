"""The sides that bench/ocr.py times: each reads one page of a scan, in a process of its own.

All of them run on one core and in one thread, so that the processor time tells what the work costs,
and not how well it is spread.
"""

import csv
import io
import os
import resource
import subprocess
import sys
import time
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from disclosure_stats.pages.model import Horizontal, Page, Vertical, Word
from disclosure_stats.scans.page import clearest, read_scan
from disclosure_stats.scans.paper import even_grey, render
from disclosure_stats.scans.recogniser import recogniser


class Timed(NamedTuple):
    """One page as a side read it, the processor time of that, and the most memory that its process
    held."""

    page: Page
    seconds: float
    megabytes: float


def stay_on_one_core() -> None:
    """Keeps this process, and those that it starts, on one core, where the system has a call for
    it; models and OpenCV then take one thread."""
    if sys.platform == "linux":
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def ours(data: bytes, number: int) -> Timed:
    """This package."""
    start = time.process_time()
    page = read_scan(data, number)
    seconds = time.process_time() - start
    return Timed(page, seconds, peak())


def rapidocr(data: bytes, number: int) -> Timed:
    """RapidOCR over the straight page; finding the grid is not counted as its time."""
    grey, page, scale = straight_page(data, number)
    engine = rapid_engine()
    start = time.process_time()
    found = engine(np.dstack([grey] * 3))
    seconds = time.process_time() - start
    for box, text in zip(found.boxes, found.txts, strict=True):
        (x0, top), (x1, bottom) = np.min(box, axis=0), np.max(box, axis=0)
        page.words.extend(spread(text, x0, top, x1, bottom, scale))
    return Timed(page, seconds, peak())


@cache
def rapid_engine() -> Any:
    """RapidOCR with the models that its wheel brings, in one thread."""
    from rapidocr import RapidOCR

    threads = ("intra_op_num_threads", "inter_op_num_threads")
    one_thread = {f"EngineConfig.onnxruntime.{name}": 1 for name in threads}
    return RapidOCR(params={"Global.log_level": "error", **one_thread})


def tesseract(data: bytes, number: int) -> Timed:
    """tesseract, its start included, as it is used from a command line."""
    grey, page, scale = straight_page(data, number)
    image = b"P5 %d %d 255\n" % (grey.shape[1], grey.shape[0]) + grey.tobytes()
    command = ["tesseract", "stdin", "stdout", "-l", "chi_sim", "tsv"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, input=image, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    rows = csv.DictReader(io.StringIO(done.stdout.decode()), delimiter="\t", quoting=csv.QUOTE_NONE)
    for row in rows:
        if row["level"] == "5" and row["text"].strip():
            x, y, wide, high = (int(row[name]) for name in ("left", "top", "width", "height"))
            page.words.extend(spread(row["text"], x, y, x + wide, y + high, scale))
    return Timed(page, seconds, after.ru_maxrss / 1024)


SIDES = {"disclosure_stats": ours, "RapidOCR": rapidocr, "tesseract": tesseract}


@cache
def load(name: str) -> None:
    """Has a side read a small empty picture once a process, which loads what it needs."""
    if name == "RapidOCR":
        rapid_engine()(np.full((64, 256, 3), 255, np.uint8))
    elif name == "disclosure_stats":
        line = np.full((48, 96), 255, np.uint8)
        recogniser("tiny").read([line])
        recogniser("small").read([line])


def straight_page(data: bytes, number: int) -> tuple[np.ndarray, Page, float]:
    """The straightened picture, a page with its rules and no characters, and dots a point."""
    picture, scale, _ = render(data, number)
    seen = clearest(even_grey(picture))
    height, width = seen.grey.shape
    page = Page(
        number,
        width / scale,
        height / scale,
        [],
        [Horizontal(*(value / scale for value in line)) for line in seen.rules.horizontals],
        [Vertical(*(value / scale for value in line)) for line in seen.rules.verticals],
    )
    return seen.grey, page, scale


def spread(text: str, x0: float, top: float, x1: float, bottom: float, scale: float) -> list[Word]:
    """The characters of a line, at equal distances in its box."""
    step = (x1 - x0) / max(len(text), 1)
    return [
        Word(
            (x0 + index * step) / scale,
            top / scale,
            (x0 + (index + 1) * step) / scale,
            bottom / scale,
            character,
        )
        for index, character in enumerate(text)
        if character.strip()
    ]


def peak() -> float:
    """The most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
