"""Makes the weights by which a digit's shape is told, from fonts and from reports.

    .venv/bin/python bench/train_digit_shapes.py FONT_OR_PDF [MORE ...] > digit_shapes.tsv

Fonts (.ttf, .otf) are drawn in several sizes, thickened and slanted; of PDFs, whose text must say
what they show, each digit of each font is taken. The network is that of
`disclosure_stats.pages.digit_shapes`, trained by Adam from a fixed seed. Prints to standard error
how it does on fonts that it has not learnt from (four folds): how many honest shapes would be
doubted, and how many digits drawn as another would not.
"""

import ctypes
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pypdfium2.raw as pdfium_c
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from disclosure_stats.pages.digit_shapes import Ink, fields_of, glyph_of
from disclosure_stats.pages.pdfium import Document
from disclosure_stats.pages.text_layer import TextLayer

HIDDEN = 20
EPOCHS = 60
BATCH = 128
NOISE = 0.06  # of a field
SHRINKAGE = 1e-4
STEP, LAST_STEP = 0.004, 0.0002
VARIANTS = 6  # of a font
DOUBT = 2.0  # logarithms of odds, as in the package
SIDE = 140  # dots of the drawing of a digit

Shape = tuple[str, int, list[float]]
"""The font, the digit and its fields."""

Weights = list[np.ndarray]


def of_font(path: Path, chance: np.random.Generator) -> Iterator[Shape]:
    """The shapes of a font's digits, plain, thick and slanted."""
    font = ImageFont.truetype(str(path), 62)
    for variant in range(VARIANTS):
        for digit in range(10):
            image = Image.new("L", (SIDE, SIDE), 0)
            ImageDraw.Draw(image).text((40, 30), str(digit), fill=255, font=font)
            if variant % 3 == 1:
                image = image.filter(ImageFilter.MaxFilter(3))
            if variant % 3 == 2:
                lean = chance.uniform(-0.15, 0.22)
                matrix = (1, lean, -lean * SIDE / 2, 0, 1, 0)
                image = image.transform(image.size, Image.Transform.AFFINE, matrix)
            box = image.getbbox()
            if box is None:
                continue
            side = round(SIDE * chance.uniform(14, 19) / (box[3] - box[1]))
            small = np.asarray(image.resize((side, side), Image.Resampling.BOX))
            rows = [row.tobytes() for row in small if row.max() > 64]
            yield path.name, digit, fields_of(rows)


def of_report(path: Path) -> Iterator[Shape]:
    """The shape of each digit of each font of a PDF, once a page."""
    ink = [ctypes.c_double() for _ in range(4)]
    with Document(path.read_bytes()) as document:
        for number in range(1, document.page_count + 1):
            page = document._load(number)
            layer = TextLayer(number, page)
            seen = set()
            for index, address in zip(layer.digits, layer.digit_objects, strict=True):
                if address is None:
                    continue
                item = layer.objects[address]
                print_of = ctypes.cast(item, pdfium_c.FPDF_PAGEOBJECT)
                font = ctypes.cast(pdfium_c.FPDFTextObj_GetFont(print_of), ctypes.c_void_p).value
                key = font, layer.text[index]
                if key in seen:
                    continue
                seen.add(key)
                text_page = ctypes.cast(layer.text_page, pdfium_c.FPDF_TEXTPAGE)
                pdfium_c.FPDFText_GetCharBox(text_page, index, *map(ctypes.byref, ink))
                box = Ink(*(edge.value for edge in ink))
                glyph = glyph_of(document._handle, page, item, box)
                if glyph:
                    yield f"{path.name} {font}", int(layer.text[index]), fields_of(glyph)
            layer.close()


def train(shapes: np.ndarray, digits: np.ndarray) -> Weights:
    """Weights and biases of the hidden units and of the digits."""
    chance = np.random.default_rng(0)
    weights: Weights = [
        chance.normal(0, 0.2, (shapes.shape[1], HIDDEN)),
        np.zeros(HIDDEN),
        chance.normal(0, 0.3, (HIDDEN, 10)),
        np.zeros(10),
    ]
    means, squares = ([np.zeros_like(one) for one in weights] for _ in range(2))
    steps = 0
    for epoch in range(EPOCHS):
        order = chance.permutation(len(shapes))
        for start in range(0, len(order), BATCH):
            own = order[start : start + BATCH]
            noisy = shapes[own] + chance.normal(0, NOISE, shapes[own].shape)
            units = np.maximum(noisy @ weights[0] + weights[1], 0)
            scores = units @ weights[2] + weights[3]
            wrong = np.exp(scores - scores.max(1, keepdims=True))
            wrong /= wrong.sum(1, keepdims=True)
            wrong[np.arange(len(own)), digits[own]] -= 1
            wrong /= len(own)
            back = (wrong @ weights[2].T) * (units > 0)
            slopes = [
                noisy.T @ back + SHRINKAGE * weights[0],
                back.sum(0),
                units.T @ wrong + SHRINKAGE * weights[2],
                wrong.sum(0),
            ]
            steps += 1
            step = STEP * (1 - epoch / EPOCHS) + LAST_STEP
            for weight, mean, square, slope in zip(weights, means, squares, slopes, strict=True):
                mean += 0.1 * (slope - mean)
                square += 0.001 * (slope**2 - square)
                unbiased = square / (1 - 0.999**steps)
                weight -= step * mean / (1 - 0.9**steps) / (np.sqrt(unbiased) + 1e-8)
    return weights


def scores_of(weights: Weights, shapes: np.ndarray) -> np.ndarray:
    """How much each shape is like each digit."""
    return np.maximum(shapes @ weights[0] + weights[1], 0) @ weights[2] + weights[3]


def main() -> None:
    """Train, say how well it does on other fonts, and print the weights."""
    chance = np.random.default_rng(1)
    found: list[Shape] = []
    for path in map(Path, sys.argv[1:]):
        found += of_report(path) if path.suffix == ".pdf" else of_font(path, chance)
    fonts = np.array([font for font, _, _ in found])
    digits = np.array([digit for _, digit, _ in found])
    shapes = np.array([fields for _, _, fields in found])
    names = chance.permutation(sorted(set(fonts)))
    doubted, missed = 0, []
    for fold in range(4):
        other = np.isin(fonts, names[fold::4])
        scores = scores_of(train(shapes[~other], digits[~other]), shapes[other])
        below = scores.max(1, keepdims=True) - scores
        own = np.eye(10, dtype=bool)[digits[other]]
        doubted += int((below[own] >= DOUBT).sum())
        missed.append((below[~own] < DOUBT).mean())
    print(f"{len(found)} shapes, {len(names)} fonts: {doubted} doubted; ", end="", file=sys.stderr)
    print(f"of digits drawn as others {np.mean(missed):.2%} are not", file=sys.stderr)
    weights = train(shapes, digits)
    for inner, bias in ((weights[0], weights[1]), (weights[2], weights[3])):
        for unit in range(inner.shape[1]):
            print(*(f"{value:.3f}" for value in (bias[unit], *inner[:, unit])), sep="\t")


if __name__ == "__main__":
    main()
