"""The command `python -m disclosure_stats.lab.gallery`: notebooks in, web pages without code."""

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Final

from disclosure_stats.console import one_line, run_command

EXIT_WRITTEN, EXIT_FAILED, EXIT_USAGE = 0, 1, 2
INDEX: Final = "index.html"
# Lists to choose from need a notebook that runs, and reading reports is not for a page.
_LEFT_OUT: Final = ("picker", "parameters", "reading")
_PAGE: Final = """\
<!doctype html>
<html lang="zh"><head><meta charset="utf-8">
<title>政府信息公开工作年度报告 · Disclosure reports</title>
<style>body {{ font: 16px/1.6 sans-serif; max-width: 46em; margin: 3em auto; padding: 0 1em; }}
li {{ margin: 0.8em 0; }} small {{ color: #555; }}</style></head>
<body><h1>政府信息公开工作年度报告<br>Disclosure reports</h1>
<p>{said}</p><ol start="{first}">{items}</ol></body></html>
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with `arguments` (those of the process by default); gives its exit code."""
    options = _parser().parse_args(arguments)
    notebooks = sorted(options.notebooks.glob("*.ipynb"))
    if not notebooks:
        print(f"error: no notebooks in {one_line(str(options.notebooks))}", file=sys.stderr)
        return EXIT_USAGE
    options.out.mkdir(parents=True, exist_ok=True)
    written = [path for path in notebooks if _write_page(path, options.out)]
    failed = [path.name for path in notebooks if path not in written]
    index = options.out / INDEX
    index.write_text(_index(written), encoding="utf-8")
    print(f"{len(written)} pages; begin with {one_line(str(index.resolve()))}")
    if failed:
        print(f"error: not run to the end: {', '.join(failed)}", file=sys.stderr)
    return EXIT_FAILED if failed else EXIT_WRITTEN


def _write_page(notebook: Path, out: Path) -> bool:
    """Run a copy of the notebook beside its page, where what it exports is then too."""
    print(f"  {notebook.stem} …", flush=True)
    copy = out / notebook.name
    shutil.copyfile(notebook, copy)
    tags = ", ".join(map(repr, _LEFT_OUT))
    # In two steps: in one, cells would be left out before they are run.
    steps = (
        ["--execute", "--to", "notebook", "--inplace"],
        [
            "--to=html",
            "--no-input",
            "--TagRemovePreprocessor.enabled=True",
            f"--TagRemovePreprocessor.remove_cell_tags={{{tags}}}",
        ],
    )
    try:
        return all(_converted(copy, step) for step in steps)
    finally:
        copy.unlink()


def _converted(notebook: Path, options: Sequence[str]) -> bool:
    command = [sys.executable, "-m", "nbconvert", *options, str(notebook)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode != 0:
        print(done.stderr, file=sys.stderr)
    return done.returncode == 0


def _index(notebooks: Sequence[Path]) -> str:
    items = []
    for path in notebooks:
        title, question = _heading(path)
        link = escape(f"{path.stem}.html")
        items.append(f'<li><a href="{link}">{escape(title)}</a><br><small>{question}</small></li>')
    said = "每页一个问题；图、表和下载。 A page a question: charts, tables, downloads."
    first = notebooks[0].stem[:2] if notebooks else ""
    number = int(first) if first.isdecimal() else 1
    return _PAGE.format(said=said, items="".join(items), first=number)


def _heading(notebook: Path) -> tuple[str, str]:
    """Its title, and the question in Chinese that it begins with."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    lines = "".join(cells[0]["source"]).splitlines()
    title = lines[0].lstrip("# ") if lines else notebook.stem
    question = next((line for line in lines if line.startswith("**问题**")), "")
    return title, escape(question.replace("**", ""))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m disclosure_stats.lab.gallery",
        description="Run notebooks on the tables read last, and write them as web pages without\n"
        "code, with an index.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("notebooks", type=Path, metavar="FOLDER", help="folder of notebooks")
    parser.add_argument("--out", type=Path, required=True, help="folder for the pages")
    return parser


if __name__ == "__main__":
    sys.exit(run_command(main))
