"""What a run says at its end: to a person, and to a machine."""

import json
import shlex
from pathlib import Path

from disclosure_stats.batch.run import Tally
from disclosure_stats.batch.words import describe_counts, describe_others, said
from disclosure_stats.checks.rules import sentence
from disclosure_stats.checks.status import STATUSES
from disclosure_stats.console import one_line, this_python
from disclosure_stats.languages import Language
from disclosure_stats.store.code_book import labels

_MAX_NAMED = 100


def summary_text(tally: Tally, seconds: float, out: str, language: Language) -> str:
    """The closing lines for a person: counts, the worst findings, the files that were not read."""
    reports = tally.statuses.total()
    lines = [
        said(
            "counts",
            language,
            files=tally.files,
            several=said("several", language, reports=reports) if reports > tally.files else "",
            before=said("before", language, unchanged=tally.unchanged) if tally.unchanged else "",
            counts=describe_counts({one: tally.statuses[one] for one in STATUSES}, language),
            seconds=seconds,
            rate=tally.files / max(seconds, 1e-9),
        )
    ]
    if tally.worst:
        tables = shlex.quote(one_line(out))
        command = f"{this_python()} -m disclosure_stats.check {tables} --language {language}"
        lines.append(said("worst", language, command=command))
        lines.extend(
            f"  {one_line(path)}: {one_line(sentence(finding, language))}"
            for path, finding in tally.worst
        )
    if tally.failures:
        lines.append(said("not_read", language))
        lines.extend(
            f"  {failure_text(path, code, message, language)}"
            for path, code, message in tally.failures[:_MAX_NAMED]
        )
        if len(tally.failures) > _MAX_NAMED:
            rest = len(tally.failures) - _MAX_NAMED
            lines.append(f"  {said('more_failures', language, rest=rest)}")
    if tally.others:
        lines.append(describe_others(tally.others, language))
    if tally.hidden:
        lines.append(said("hidden", language, hidden=tally.hidden))
    lines.append(said("tables", language, out=one_line(out)))
    return "\n".join(lines)


def failure_text(path: str, code: str, message: str, language: Language) -> str:
    """One line on a file that was not read: in English with what the reader said of it, in Chinese
    with the reason that its code stands for."""
    reason = message if language == "en" else labels("error_code", language).get(code, message)
    return said("one_failure", language, path=one_line(path), code=code, said=one_line(reason))


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
