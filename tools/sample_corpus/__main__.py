"""Make the sample corpus: `python -m tools.sample_corpus` from the root of the repository."""

import argparse
import shutil
import tempfile
from pathlib import Path

from . import guandaokou
from .document import compose
from .figures import reports_of
from .fonts import make_fonts
from .geography import PLACES
from .misprints import misprint
from .model import Report
from .producers import produce
from .prose import write_text
from .trends import posted
from .truth import dump_truth, truth_of
from .web import FRAME_TEXT


def all_reports() -> list[Report]:
    reports = []
    for place in PLACES:
        channels = posted(place)
        for report in reports_of(place):
            misprint(report)
            write_text(report, channels)
            reports.append(report)
    return [*reports, guandaokou.report()]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.sample_corpus", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("data/raw"), help="where the PDFs go")
    parser.add_argument("--truth", type=Path, default=Path("tests/sample_truth"))
    parser.add_argument(
        "--noto",
        type=Path,
        default=Path("/usr/share/fonts/opentype/noto"),
        help="folder of NotoSerifCJK-Regular.ttc and NotoSansCJK-Regular.ttc",
    )
    arguments = parser.parse_args()
    reports = all_reports()
    documents = {report.place.path(report.year): compose(report) for report in reports}
    characters = "".join(document.characters for document in documents.values())
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        fontconfig = make_fonts(characters + FRAME_TEXT + "年月日第页", arguments.noto, work)
        produce(documents, fontconfig, work, arguments.out)
    shutil.rmtree(arguments.truth, ignore_errors=True)
    for report in reports:
        path = (arguments.truth / report.place.path(report.year)).with_suffix(".json")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dump_truth(truth_of(report)), encoding="utf-8")


if __name__ == "__main__":
    main()
