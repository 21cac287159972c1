"""Drawn pages as pictures of pages, spoiled in the ways that paper meets on its way into a file."""

import io
from collections.abc import Callable, Sequence

import cv2
import numpy as np
import pypdfium2
from PIL import Image

Picture = np.ndarray
"""Height, width, blue green red."""

Spoiling = Callable[[Picture, np.random.Generator], Picture]


def rendered(data: bytes, resolution: int = 200) -> list[Picture]:
    """The pages of a PDF as pictures."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [
            np.array(page.render(scale=resolution / 72).to_pil().convert("RGB"))[:, :, ::-1]
            for page in document
        ]
    finally:
        document.close()


def as_pdf(pictures: Sequence[Picture], resolution: int = 200, quality: int = 80) -> bytes:
    """A PDF whose pages are these pictures, as JPEG of that quality."""
    images = [Image.fromarray(np.ascontiguousarray(picture[:, :, ::-1])) for picture in pictures]
    target = io.BytesIO()
    images[0].save(
        target,
        "PDF",
        save_all=True,
        append_images=images[1:],
        resolution=resolution,
        quality=quality,
    )
    return target.getvalue()


def scan_of(
    data: bytes, *spoilings: Spoiling, resolution: int = 200, quality: int = 80, seed: int = 1
) -> bytes:
    """The PDF `data` printed, spoiled and scanned again."""
    chance = np.random.default_rng(seed)
    pictures = rendered(data, resolution)
    for spoiling in spoilings:
        pictures = [spoiling(picture, chance) for picture in pictures]
    return as_pdf(pictures, resolution, quality)


def skewed(degrees: float) -> Spoiling:
    """Laid on the glass askew."""

    def spoil(picture: Picture, _: np.random.Generator) -> Picture:
        height, width = picture.shape[:2]
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
        white = (255, 255, 255)
        return cv2.warpAffine(picture, matrix, (width, height), borderValue=white)

    return spoil


def blurred(sigma: float) -> Spoiling:
    """Out of focus."""
    return lambda picture, _: cv2.GaussianBlur(picture, (0, 0), sigma)


def grainy(spread: float) -> Spoiling:
    """Noise of the sensor on greyish paper."""

    def spoil(picture: Picture, chance: np.random.Generator) -> Picture:
        noise = chance.normal(0, spread, picture.shape[:2])[:, :, None]
        return np.clip(picture * 0.92 + noise, 0, 255).astype(np.uint8)

    return spoil


def faxed(specks: float) -> Spoiling:
    """One bit a dot, and a share of dots turned to their contrary."""

    def spoil(picture: Picture, chance: np.random.Generator) -> Picture:
        black = picture.mean(axis=2) < 150
        black ^= chance.random(black.shape) < specks
        return np.repeat(np.where(black, 0, 255).astype(np.uint8)[:, :, None], 3, axis=2)

    return spoil


def photographed(pull: float) -> Spoiling:
    """Seen at an angle, `pull` of the sheet's size, with the shadow of a hand."""

    def spoil(picture: Picture, chance: np.random.Generator) -> Picture:
        height, width = picture.shape[:2]
        corners = np.float32([(0, 0), (width, 0), (width, height), (0, height)])
        inward = chance.uniform(0, pull, (4, 2)) * [[1, 1], [-1, 1], [-1, -1], [1, -1]]
        seen = np.float32(corners + inward * [width, height])
        matrix = cv2.getPerspectiveTransform(corners, seen)
        white = (235, 235, 235)
        warped = cv2.warpPerspective(picture, matrix, (width, height), borderValue=white)
        rows, columns = np.mgrid[0:height, 0:width]
        edge = (columns / width + 0.6 * rows / height - 0.7) * 9
        light = 1 - 0.4 / (1 + np.exp(-edge))
        return (warped * light[:, :, None]).astype(np.uint8)

    return spoil


def stamped(dropout: float) -> Spoiling:
    """A red seal over the page's lower half, and a share of the dots under it lost."""

    def spoil(picture: Picture, chance: np.random.Generator) -> Picture:
        height, width = picture.shape[:2]
        seal = np.zeros((height, width), np.uint8)
        centre, radius = (int(0.68 * width), int(0.6 * height)), int(0.14 * width)
        cv2.circle(seal, centre, radius, 1, max(radius // 12, 2))
        cv2.circle(seal, centre, radius // 3, 1, -1)
        red = np.array([40, 40, 205], np.uint8)
        stamped = np.where(seal[:, :, None] > 0, np.minimum(picture, red), picture)
        around = np.zeros_like(seal)
        cv2.circle(around, centre, int(1.2 * radius), 1, -1)
        lost = (around > 0) & (chance.random(seal.shape) < dropout)
        stamped[lost] = 255
        return stamped

    return spoil


def turned(quarters: int) -> Spoiling:
    """Fed in sideways (1, 3) or upside down (2): quarters of a turn, counterclockwise."""
    return lambda picture, _: np.ascontiguousarray(np.rot90(picture, quarters))


def two_to_a_sheet(pictures: Sequence[Picture]) -> list[Picture]:
    """Pages side by side in pairs, as a booklet is scanned."""
    blank = np.full_like(pictures[0], 255)
    pairs = [(*pictures[i : i + 2], blank)[:2] for i in range(0, len(pictures), 2)]
    return [np.hstack(pair) for pair in pairs]
