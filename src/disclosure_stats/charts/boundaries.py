"""Boundaries that a user brings: a GeoJSON file, and which of its areas is which place."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any, Final

import numpy as np

from disclosure_stats.analysis.selection import SelectionError

Ring = np.ndarray
"""Corners of a line around an area, longitude and latitude, n × 2."""

MAX_BYTES: Final = 100_000_000
MAX_AREAS: Final = 10_000


class BoundariesError(SelectionError):
    """A file of boundaries that no map can be made of."""


@dataclass(frozen=True, slots=True)
class Area:
    """What a file says of an area, and the rings around it: each part's outline, then its holes."""

    properties: dict[str, str]
    rings: tuple[Ring, ...]


def read_boundaries(path: str | PathLike[str]) -> list[Area]:
    """The areas of a GeoJSON file (RFC 7946) with polygons; BoundariesError for anything else."""
    file = Path(path)
    try:
        if file.stat().st_size > MAX_BYTES:
            raise BoundariesError(
                f"{file}超过{MAX_BYTES // 10**6}MB。", f"{file} is over {MAX_BYTES // 10**6} MB."
            )
        content = json.loads(file.read_text(encoding="utf-8-sig"))
        areas = [area for feature in _features(content) if (area := _area(feature)) is not None]
    except (ValueError, KeyError, TypeError, RecursionError) as problem:
        if isinstance(problem, SelectionError):
            raise
        raise BoundariesError(
            f"{file}不是GeoJSON。", f"{file} is no GeoJSON: {problem}"
        ) from problem
    if not areas or len(areas) > MAX_AREAS:
        raise BoundariesError(
            f"{file}没有多边形，或多于{MAX_AREAS}个。",
            f"{file} has no polygons, or more than {MAX_AREAS}.",
        )
    return areas


def matched(areas: Sequence[Area], names: Iterable[str]) -> list[str | None]:
    """For each area the one of `names` that it is: by the property that the most names are found
    in, each in one area only; BoundariesError if there is none, saying which properties there are.
    """
    wanted = set(names)
    properties = sorted({key for area in areas for key in area.properties})
    found: dict[str, list[str]] = {
        key: [area.properties.get(key, "") for area in areas] for key in properties
    }
    hits = {key: len(wanted & set(values)) for key, values in found.items()}
    best = max(properties, key=lambda key: hits[key], default="")
    if not hits.get(best):
        raise BoundariesError(
            f"边界文件的属性（{'、'.join(properties)}）中没有报告里的地名或代码。",
            f"No place or code of the reports is among the areas' {', '.join(properties)}.",
        )
    values = found[best]
    return [value if value in wanted and values.count(value) == 1 else None for value in values]


def _features(content: Any) -> Iterator[Any]:
    if content["type"] == "FeatureCollection":
        yield from content["features"]
    elif content["type"] == "Feature":
        yield content
    else:
        raise ValueError("it is no FeatureCollection")


def _area(feature: Any) -> Area | None:
    geometry = feature.get("geometry") or {}
    if geometry.get("type") == "Polygon":
        polygons = [geometry["coordinates"]]
    elif geometry.get("type") == "MultiPolygon":
        polygons = geometry["coordinates"]
    else:
        return None
    rings = [_ring(ring) for polygon in polygons for ring in polygon]
    properties = feature.get("properties") or {}
    texts = {str(k): str(v) for k, v in properties.items() if isinstance(v, (str, int))}
    return Area(texts, tuple(rings)) if rings else None


def _ring(coordinates: Any) -> Ring:
    corners = np.asarray([point[:2] for point in coordinates], "float64")
    if corners.ndim != 2 or len(corners) < 3 or not np.isfinite(corners).all():
        raise ValueError("a ring has fewer than three corners")
    return corners
