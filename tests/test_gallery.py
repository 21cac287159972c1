"""Notebooks as web pages: run, without code, with an index."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from disclosure_stats.lab import gallery


def notebook(*cells: tuple[str, str, list[str]]) -> str:
    written = [
        {"cell_type": kind, "metadata": {"tags": tags}, "source": source}
        | ({"outputs": [], "execution_count": None} if kind == "code" else {})
        for kind, source, tags in cells
    ]
    return json.dumps({"cells": written, "metadata": {}, "nbformat": 4, "nbformat_minor": 4})


def test_pages_show_what_notebooks_give_and_no_code(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "notebooks"
    home.mkdir()
    cells = [
        ("markdown", "# 一、覆盖 <b> · Coverage\n\n**问题**：有哪些报告？", []),
        ("code", "number = 6\nprint('left out')", ["picker"]),
        ("code", "print('six times seven:', number * 7)\nopen('made.txt', 'w').close()", []),
    ]
    (home / "01_one.ipynb").write_text(notebook(*cells), "utf-8")
    (home / "02_two.ipynb").write_text(notebook(("code", "1 / 0", [])), "utf-8")
    out = tmp_path / "pages"
    assert gallery.main([str(home), "--out", str(out)]) == gallery.EXIT_FAILED
    printed = capfd.readouterr()
    assert "ZeroDivisionError" in printed.err
    assert "not run to the end: 02_two.ipynb" in printed.err
    page = (out / "01_one.html").read_text("utf-8")
    assert "six times seven: 42" in page
    assert "number * 7" not in page
    assert "left out" not in page
    assert sorted(path.name for path in out.iterdir()) == ["01_one.html", "index.html", "made.txt"]
    index = (out / "index.html").read_text("utf-8")
    assert '<a href="01_one.html">一、覆盖 &lt;b&gt; · Coverage</a>' in index
    assert "问题：有哪些报告？" in index
    assert "02_two.html" not in index  # there is no such page


def test_a_folder_without_notebooks_is_said(tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", "disclosure_stats.lab.gallery", str(tmp_path)]
    done = subprocess.run(
        [*command, "--out", str(tmp_path / "out")],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == gallery.EXIT_USAGE
    assert "no notebooks in" in done.stderr
