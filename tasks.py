"""The commands: set everything up in `.venv`, then do the work.

    python3 tasks.py extract    the tables of data/raw, into data/processed
    python3 tasks.py lint       ruff and mypy
    python3 tasks.py test       ruff, mypy and pytest
    python3 tasks.py coverage   pytest, and which lines it never reaches
    python3 tasks.py lab        JupyterLab on the notebooks, ready to run
    python3 tasks.py gallery    the notebooks, run, as web pages in build/gallery

What follows `lab` goes to JupyterLab (--no-browser, --port=8899, …). Needs Python 3.11 or later and
nothing else. What was installed once is used again until pyproject.toml or constraints.txt change.
"""

from __future__ import annotations  # an older Python shall get as far as the check below

import argparse
import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = ENVIRONMENT / "installed.txt"
TABLES = "data/processed"
CORRECTIONS = "data/corrections.csv"
GALLERY = "build/gallery"
OLDEST_PYTHON = (3, 11)


def main(arguments: list[str] | None = None) -> int:
    """Run the task that the command line names; its exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    tasks = ("extract", "lint", "test", "coverage", "lab", "gallery")
    parser.add_argument("task", choices=tasks, metavar="|".join(tasks))
    parsed, options = parser.parse_known_args(arguments)
    task = parsed.task
    if options and task != "lab":
        parser.error(f"{task} takes no options: {' '.join(options)}")
    if task == "extract":
        prepare({"ocr"})
        return extract()
    if task in CHECKS:
        prepare({"cluster", "dev", "notebooks", "ocr"})
        return CHECKS[task]()
    prepare({"notebooks", "ocr"})
    code = 0 if (ROOT / TABLES / "reports.parquet").exists() else extract()
    if code not in (0, 1):
        return code
    return lab(options) if task == "lab" else gallery()


def extract() -> int:
    """Write the tables of the sample reports; the exit code of the extract command."""
    options = ("--out", TABLES, "--corrections", CORRECTIONS, "--csv")
    code = run("-m", "disclosure_stats.extract", "data/raw", *options)
    if code in (0, 1) and (ROOT / TABLES / "reports.parquet").exists():
        print(f"The tables are in {ROOT / TABLES} (Parquet, and CSV for Excel).")
    return code


def lab(options: list[str]) -> int:
    """Open JupyterLab on the notebooks; its exit code when it is closed."""
    # JupyterLab refuses to run as root, which in a container is who one is.
    as_root = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return run("-m", "jupyterlab", "notebooks/01_coverage_and_quality.ipynb", *as_root, *options)


def gallery() -> int:
    """Run every notebook and write it as a web page; 0 if all ran."""
    notebooks = [str(path.relative_to(ROOT)) for path in sorted(ROOT.glob("notebooks/*.ipynb"))]
    code = run("-m", "nbconvert", "--execute", "--to", "html", "--output-dir", GALLERY, *notebooks)
    if code == 0:
        print(f"The pages are in {ROOT / GALLERY}.")
    return code


def lint() -> int:
    """Lint, format and types; 0 if all of them are in order."""
    failed = []
    for step in (
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("mypy",),
    ):
        if run("-m", *step) != 0:
            failed.append(" ".join(step))
    if failed:
        print(f"FAILED: {', '.join(failed)}")
    return int(bool(failed))


def test() -> int:
    """Lint, format, types, then the tests; 0 if all of them pass."""
    failed = lint()
    if failed:
        # Said before pytest, whose closing line ends the output.
        print("The tests follow, but the exit code will be 1.")
    return run("-m", "pytest", *ON_ALL_CORES) or failed


def coverage() -> int:
    """The tests with coverage measured; fails where it is below the floor in pyproject.toml."""
    return run("-m", "pytest", *ON_ALL_CORES, "--cov")


CHECKS = {"lint": lint, "test": test, "coverage": coverage}
ON_ALL_CORES = ("--numprocesses", "auto", "--dist", "loadgroup")


def run(*arguments: str) -> int:
    """Run the environment's Python in the checkout; its exit code."""
    sys.stdout.flush()
    # UTF-8 on Windows too, where reports' names may not fit the console's code page.
    settings = os.environ | {"PYTHONUTF8": "1"}
    return subprocess.run([PYTHON, *arguments], cwd=ROOT, env=settings, check=False).returncode


def prepare(extras: set[str]) -> None:
    """Make the environment and install the package with `extras`, unless that was done already."""
    wanted = fingerprint()
    stamped, installed = read_stamp()
    if stamped == wanted and extras <= installed:
        return
    print(f"Setting up {ENVIRONMENT} (once; a minute or so)", flush=True)
    if stamped != wanted:
        make_environment()
        installed = set()
    install(installed | extras)
    STAMP.write_text("\n".join([wanted, *sorted(installed | extras)]))


def fingerprint() -> str:
    """Changes when what is installed has to change: the requirements, Python, the folder."""
    digest = hashlib.sha256(f"{sys.version}\n{sys.base_prefix}\n{ROOT}\n".encode())
    for name in ("pyproject.toml", "constraints.txt"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def read_stamp() -> tuple[str, set[str]]:
    """The fingerprint and the extras of the last finished set-up; empty if there is none."""
    try:
        lines = STAMP.read_text().splitlines()
    except FileNotFoundError:
        return "", set()
    return lines[0], set(lines[1:])


def make_environment() -> None:
    """An empty virtual environment in `.venv`, in place of one that is there."""
    try:
        import venv  # some Linux distributions package it apart

        venv.create(ENVIRONMENT, clear=True, with_pip=True)
    except (ImportError, OSError, subprocess.CalledProcessError) as problem:
        sys.exit(
            f"error: no virtual environment could be made in {ENVIRONMENT}: {problem}. "
            "Is venv installed? On Debian and Ubuntu: apt install python3-venv"
        )


def install(extras: set[str]) -> None:
    """Install this checkout, editable, with the pinned versions."""
    target = f".[{','.join(sorted(extras))}]" if extras else "."
    # Given as a variable, the constraints also hold for what the build itself needs.
    settings = os.environ | {"PIP_CONSTRAINT": "constraints.txt"}
    options = ("--quiet", "--disable-pip-version-check")
    command = [str(PYTHON), "-m", "pip", "install", *options, "-e", target]
    if subprocess.run(command, cwd=ROOT, env=settings, check=False).returncode != 0:
        sys.exit("error: the packages could not be installed; pip's own message stands above.")


if __name__ == "__main__":
    if sys.version_info < OLDEST_PYTHON:
        sys.exit("error: Python 3.11 or later is needed; this is " + sys.version.split()[0])
    sys.exit(main())
