"""What a run says at its end: to a person, and to a machine."""

import json
from pathlib import Path

from disclosure_stats.batch.plan import describe_others
from disclosure_stats.batch.run import STATUSES, Tally
from disclosure_stats.console import one_line

_MAX_NAMED = 100


def summary_text(tally: Tally, seconds: float, out: str) -> str:
    """The closing lines for a person: counts, the worst findings, the files that were not read."""
    counts = ", ".join(f"{tally.statuses[status]} {status}" for status in STATUSES)
    before = f" ({tally.unchanged} as read before)" if tally.unchanged else ""
    lines = [
        f"{tally.files} files{before}: {counts}; "
        f"{seconds:.1f} seconds, {tally.files / max(seconds, 1e-9):.1f} files a second",
    ]
    if tally.worst:
        everything = f"python -m disclosure_stats.check {one_line(out)}"
        lines.append(f"worst findings (all of them, in Chinese or English: {everything}):")
        lines.extend(f"  {one_line(path)}: {message}" for path, message in tally.worst)
    if tally.failures:
        lines.append("not read:")
        lines.extend(
            f"  {one_line(path)}: {code}: {message}"
            for path, code, message in tally.failures[:_MAX_NAMED]
        )
        if len(tally.failures) > _MAX_NAMED:
            rest = len(tally.failures) - _MAX_NAMED
            lines.append(f"  and {rest} more: those of the table reports with an error_code")
    if tally.others:
        lines.append(f"left out: {describe_others(tally.others)}")
    if tally.hidden:
        lines.append(f"left out: {tally.hidden} hidden files and folders")
    lines.append(f"tables in {one_line(out)}")
    return "\n".join(lines)


def write_summary(path: Path, tally: Tally, seconds: float, out: str, finished: bool) -> None:
    """The same as JSON: `finished` is false when the run was left early, and `files` are then
    those that it came to. Raises OSError."""
    summary = {
        "finished": finished,
        "tables": out,
        "planned": tally.total,
        "files": tally.files,
        "unchanged": tally.unchanged,
        "seconds": round(seconds, 3),
        "files_a_second": round(tally.files / max(seconds, 1e-9), 3),
        "reports": {status: tally.statuses[status] for status in STATUSES},
        "left_out": dict(tally.others),
        "hidden": tally.hidden,
        "not_read": [
            {"source_path": source_path, "error_code": code, "error": message}
            for source_path, code, message in tally.failures
        ],
    }
    path.write_text(json.dumps(summary, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
