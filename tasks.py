"""The commands: set everything up in `.venv`, then do the work.

    python3 tasks.py extract [FOLDER] [--out DIR] [--language zh|en]
                                the tables of the reports in FOLDER
    python3 tasks.py lab [FOLDER]
                                JupyterLab on the notebooks, in my_work, ready to run
    python3 tasks.py gallery [FOLDER]
                                the notebooks, run, as web pages in build/gallery
    python3 tasks.py lint       ruff and mypy
    python3 tasks.py test       ruff, mypy and pytest
    python3 tasks.py coverage   pytest, and which lines it never reaches

FOLDER holds your reports (PDFs, web pages, Word files), or is a single one. It is remembered in
disclosure_stats.toml; without it, the one remembered is meant, and at first the samples in
data/raw. Tables go to my_work/tables, unless --out says otherwise. Other options of `lab` go to
JupyterLab (--no-browser, --port=8899, …). Needs Python 3.11 or later and nothing else. What was
installed once is used again until pyproject.toml or constraints.txt change.
"""

from __future__ import annotations  # an older Python shall get as far as the check below

import argparse
import hashlib
import importlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = ENVIRONMENT / "installed.txt"
MY_WORK = "my_work"
FIRST_NOTEBOOK = "00_own_reports.ipynb"
COPIED = ".copied.json"  # in MY_WORK: what the notebooks held when they were copied there
GALLERY = "build/gallery"
OLDEST_PYTHON = (3, 11)
STEPS = 3  # of `lab`: the environment, the reports, the notebooks
TOLD_EVERY = 25  # packages, where what is said goes into a log
LINES_OF_PIP = 20  # shown when it fails


def main(arguments: list[str] | None = None) -> int:
    """Run the task that the command line names; its exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    tasks = ("extract", "lab", "gallery", "lint", "test", "coverage")
    parser.add_argument("task", choices=tasks, metavar="|".join(tasks))
    parser.add_argument("folder", nargs="?", metavar="FOLDER", help="your reports")
    parser.add_argument("--out", metavar="DIR", help="where extract puts the tables")
    parser.add_argument("--language", choices=("zh", "en"), help="of what extract says")
    parsed, options = parser.parse_known_args(arguments)
    task, folder = parsed.task, parsed.folder
    given = [*filter(None, (folder, parsed.out, parsed.language)), *options]
    if task in CHECKS and given or options and task != "lab":
        parser.error(f"{task} takes no options: {' '.join(options or given)}")
    if (parsed.out or parsed.language) and task != "extract":
        parser.error("--out and --language are for extract")
    if folder is not None and not Path(folder).exists():
        parser.error(say(f"没有{folder}这个文件夹或文件", f"there is no folder or file {folder}"))
    if task in CHECKS:
        prepare({"cluster", "dev", "notebooks", "ocr"})
        return CHECKS[task]()
    if task == "extract":
        step(1, 2, "运行环境", "environment")
        prepare({"ocr"})
        step(2, 2, "读取报告", "reading reports")
        return extract(folder, parsed.out, parsed.language)
    step(1, STEPS, "运行环境", "environment")
    prepare({"notebooks", "ocr"})
    step(2, STEPS, "读取报告", "reading reports")
    code = extract(folder) if folder is not None or not tables_are_there() else 0
    if code not in (0, 1):
        return code
    step(3, STEPS, "笔记本", "notebooks")
    return lab(options) if task == "lab" else gallery()


def extract(folder: str | None, out: str | None = None, language: str | None = None) -> int:
    """Write the tables of the reports in `folder`, or of those remembered, or of the samples; the
    exit code of the command."""
    given = [] if folder is None else [os.path.abspath(folder)]
    if out is not None:
        given += ["--out", out if "://" in out else os.path.abspath(out)]
    if language is not None:
        given += ["--language", language]
    return run("-m", "disclosure_stats.own_reports", *given)


def tables_are_there() -> bool:
    """Whether the settings name tables that were written."""
    known = package("settings").read_settings(ROOT)
    return known is not None and (
        "://" in known.tables
        or any(Path(known.tables).glob("reports*"))  # a file, or of many reports a folder
    )


def lab(options: list[str]) -> int:
    """Open JupyterLab on copies of the notebooks; its exit code when it is closed."""
    copy_notebooks(ROOT / MY_WORK)
    settle_lab(ENVIRONMENT / "share" / "jupyter" / "lab" / "settings" / "overrides.d")
    # JupyterLab refuses to run as root, which in a container is who one is.
    as_root = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    first = f"{MY_WORK}/{FIRST_NOTEBOOK}"
    # By itself, it would show the notebook's folder alone.
    within = [f"--ServerApp.root_dir={ROOT}", f"--LabApp.default_url=/lab/tree/{first}"]
    return run("-m", "jupyterlab", *within, *as_root, *options)


def settle_lab(overrides: Path) -> None:
    """Let JupyterLab speak the language of this machine's locale, which by itself it knows by
    some of its names alone, and not ask over the charts whether to fetch its maker's news; what
    its own menu sets goes before."""
    overrides.mkdir(parents=True, exist_ok=True)
    settings = {
        "@jupyterlab/translation-extension:plugin": {"locale": say("zh_CN", "default")},
        "@jupyterlab/apputils-extension:notification": {"fetchNews": "false"},
    }
    (overrides / "language.json").write_text(json.dumps(settings), encoding="utf-8")


def copy_notebooks(folder: Path) -> None:
    """Put copies of the notebooks into `folder`, so that running and changing them leaves the
    originals as they are. A copy with other cells than it was given is its owner's and stays."""
    folder.mkdir(exist_ok=True)
    noted = folder / COPIED
    given = json.loads(noted.read_text("utf-8")) if noted.exists() else {}
    for original in sorted(ROOT.glob("notebooks/*.ipynb")):
        copy, cells = folder / original.name, cells_of(original)
        if not copy.exists() or cells_of(copy) == given.get(original.name):
            if cells != given.get(original.name) or not copy.exists():
                shutil.copyfile(original, copy)
            given[original.name] = cells
        elif cells != given.get(original.name):
            print(
                say(
                    f"{copy.name}：您改过，予以保留；删去它，下次即得新版。",
                    f"{copy.name}: kept as you changed it; delete it to get the new one.",
                )
            )
    noted.write_text(json.dumps(given, indent=1), encoding="utf-8")


def cells_of(notebook: Path) -> str:
    """What a notebook says, whatever it showed when it was run, as a digest."""
    try:
        cells = json.loads(notebook.read_text("utf-8"))["cells"]
        sources = ["".join(cell["source"]) for cell in cells]
    except (ValueError, KeyError):
        sources = [notebook.name]  # no notebook any more: its owner's
    return hashlib.sha256("\0".join(sources).encode()).hexdigest()


def gallery() -> int:
    """Run every notebook and write it as a web page, with an index; 0 if all ran."""
    return run("-m", "disclosure_stats.lab.gallery", "notebooks", "--out", GALLERY)


def lint() -> int:
    """Lint, format and types; 0 if all of them are in order."""
    failed = []
    for tool in (
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("mypy",),
    ):
        if run("-m", *tool) != 0:
            failed.append(" ".join(tool))
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


def package(module: str) -> Any:
    """A module of this checkout that asks for nothing that is to be installed first."""
    source = str(Path(__file__).resolve().parent / "src")
    if source not in sys.path:
        sys.path.insert(0, source)
    return importlib.import_module(f"disclosure_stats.{module}")


def say(zh: str, en: str) -> str:
    """The text in the language of this machine's locale."""
    return zh if package("languages").language_of_locale() == "zh" else en


def step(number: int, whole: int, zh: str, en: str) -> None:
    """Say that a step begins."""
    print(f"[{number}/{whole}] {say(zh, en)}", flush=True)


def prepare(extras: set[str]) -> None:
    """Make the environment and install the package with `extras`, unless that was done already."""
    wanted = fingerprint()
    stamped, installed = read_stamp()
    if stamped == wanted and extras <= installed:
        return
    print(
        say(
            f"在 {ENVIRONMENT} 中安装（只此一次，约一两分钟）",
            f"Setting up {ENVIRONMENT} (once; a minute or two)",
        ),
        flush=True,
    )
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
    """Install this checkout, editable, with the pinned versions; says how far it is."""
    target = f".[{','.join(sorted(extras))}]" if extras else "."
    # Given as a variable, the constraints also hold for what the build itself needs.
    settings = os.environ | {"PIP_CONSTRAINT": "constraints.txt", "PYTHONUTF8": "1"}
    options = ("--progress-bar", "off", "--disable-pip-version-check")
    command = [str(PYTHON), "-m", "pip", "install", *options, "-e", target]
    pip = subprocess.Popen(
        command, cwd=ROOT, env=settings, stdout=subprocess.PIPE, encoding="utf-8", errors="replace"
    )
    assert pip.stdout is not None
    said = follow_pip(pip.stdout)
    if pip.wait() != 0:
        print("".join(said[-LINES_OF_PIP:]))
        sys.exit("error: the packages could not be installed; pip's own message stands above.")


def follow_pip(lines: Iterable[str]) -> list[str]:
    """All that pip says; meanwhile, how many packages it has come to, in one line that is written
    anew on a terminal and in one now and then elsewhere."""
    said, packages = [], 0
    for line in lines:
        said.append(line)
        words = line.split(maxsplit=2)
        if words[:1] == ["Collecting"]:
            packages += 1
            name = words[1]
            tell(say(f"下载第{packages}个软件包：{name}", f"package {packages}: {name}"), packages)
        elif words[:2] == ["Installing", "collected"]:
            tell(say(f"安装{packages}个软件包", f"installing {packages} packages"), 0)
    if sys.stdout.isatty():
        print()
    return said


def tell(text: str, number: int) -> None:
    """Say how far a step is."""
    if sys.stdout.isatty():
        print(f"\r\x1b[K  {text[:70]}", end="", flush=True)
    elif number % TOLD_EVERY == 0:
        print(f"  {text}", flush=True)


if __name__ == "__main__":
    if sys.version_info < OLDEST_PYTHON:
        sys.exit("error: Python 3.11 or later is needed; this is " + sys.version.split()[0])
    sys.exit(main())
