"""How long each chart takes over a store, and each notebook on the samples.

    python bench/charts.py                         notebooks and charts on data/processed
    python bench/charts.py --store DIR             charts over the tables in DIR, too

Charts with a bound on places are drawn for the first 60 of the store; the funnel for all of them.
Each is drawn three times with a fresh dataset, and the shortest counts.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from disclosure_stats import Dataset, open_dataset
from disclosure_stats.charts.catalogue import CHARTS
from disclosure_stats.charts.view import MAX_PLACES, view

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "data" / "processed"
ROUNDS = 3


def shortest(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Seconds that `work` takes at best."""
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def first_places(dataset: Dataset) -> list[str]:
    names = dataset.arrow("reports", ["place"])["place"].drop_null().unique().to_pylist()
    # Of names that several places bear, all would be shown.
    labels: list[str] = []
    for start in range(0, len(names), MAX_PLACES):
        shown = view(dataset, names[start : start + MAX_PLACES], None, "zh", [], None)
        labels += shown.places
        if len(labels) >= MAX_PLACES:
            break
    return labels[:MAX_PLACES]


def time_charts(folder: Path) -> None:
    places = first_places(open_dataset(folder))
    last = max(open_dataset(folder).arrow("reports", ["year"])["year"].drop_null().to_pylist())
    print(f"charts over {folder}: {len(places)} places, all years; the funnel for all places")
    for chart in CHARTS:
        for years in ([last], None) if chart.name == "denial_funnel" else (None,):
            chosen, most = (None, None) if chart.name == "denial_funnel" else (places, MAX_PLACES)

            def draw(chart=chart, chosen=chosen, years=years, most=most) -> None:
                chart.draw(view(open_dataset(folder), chosen, years, "zh", chart.quantities, most))

            of = f"{chart.name}, {last}" if years else chart.name
            print(f"  {of:28} {shortest(draw):6.2f} s")


def time_notebooks() -> None:
    print("notebooks on the samples, with the start of Python and the export")
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        with tempfile.TemporaryDirectory() as out:
            notebook = nbformat.read(path, as_version=4)
            given = nbformat.v4.new_code_cell(f"output = {out!r}")
            notebook.cells.insert(2, given)
            place = {"metadata": {"path": str(path.parent)}}
            client = NotebookClient(notebook, timeout=300, resources=place)
            seconds = shortest(lambda client=client: client.execute(env=dict(os.environ)), 1)
        print(f"  {path.stem:28} {seconds:6.2f} s")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--store", type=Path, help="tables of many reports")
    store = parser.parse_args().store
    if not (SAMPLES / "reports.parquet").exists():
        sys.exit("first run: python3 tasks.py extract")
    time_notebooks()
    time_charts(SAMPLES)
    if store is not None:
        time_charts(store)


if __name__ == "__main__":
    main()
