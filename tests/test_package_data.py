"""What is not Python is packed with the package, too."""

import tomllib
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_every_data_file_is_packed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = project["tool"]["setuptools"]["package-data"]["*"]
    data = [
        path
        for path in (ROOT / "src" / "disclosure_stats").rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc")
    ]
    assert {"names.tsv", "vocabulary.toml", "2021.toml", "py.typed"} <= {path.name for path in data}
    for path in data:
        assert any(fnmatch(path.name, pattern) for pattern in patterns), path
        assert (path.parent / "__init__.py").is_file(), f"{path} is in no package"
