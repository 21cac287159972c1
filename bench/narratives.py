"""How well the reader of postings does on labelled narratives, and how fast.

    .venv/bin/python bench/narratives.py LABELS.jsonl [--errors N]

A line of the labels is a record: `id`, `text`, `year`, `traps` (numbers that are no postings) and
`postings`, each with `id`, `parent`, `channel` and `count`; `also_channels` and `also_parents` are
accepted beside these, an `optional` one may be left out, and `alternatives` are whole lists that
are accepted too. Prints precision and recall of (channel, count), the same with the parent's count,
how often a trap was reported, how many of the errors and of the right postings are in doubt, every
error, and narratives a second in one process.
"""

import argparse
import json
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from disclosure_stats.postings.model import Posting
from disclosure_stats.postings.narrative import read_narrative

Label = dict[str, Any]
LEAST_SECONDS = 2.0  # of timing


class Found(NamedTuple):
    """A posting as it is compared: the count of its parent is null at the top."""

    channel: str
    count: int
    parent: int | None
    is_doubtful: bool = False

    def __str__(self) -> str:
        return f"{self.channel} {self.count}" + (f" of {self.parent}" if self.parent else "")


@dataclass
class Score:
    """Postings right, missed and made up, without and with their parents; how many of the errors
    and of the right ones, with parents, are in doubt; traps; the errors."""

    pairs: Counter[str] = field(default_factory=Counter)
    with_parent: Counter[str] = field(default_factory=Counter)
    in_doubt: Counter[str] = field(default_factory=Counter)
    traps: int = 0
    traps_reported: int = 0
    errors: list[str] = field(default_factory=list)


def main() -> None:
    """Score, list the errors, and time."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("labels", type=Path)
    parser.add_argument("--errors", type=int, default=1_000, help="how many to list at most")
    options = parser.parse_args()
    lines = options.labels.read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines if line.strip()]
    print(f"{len(records)} narratives")
    show(score(records), options.errors)
    measure(records)


def score(records: list[Label]) -> Score:
    """Read every record and set what was found against its labels."""
    result = Score()
    for record in records:
        narrative = read_narrative(record["text"], record["year"])
        postings = narrative.postings
        found = [compared(posting) for posting in postings]
        for total, with_parent in ((result.pairs, False), (result.with_parent, True)):
            right, missed, made_up = best_match(record, found, with_parent)
            total.update(right=right, missed=len(missed), made_up=len(made_up))
        unread = {doubt.value for doubt in narrative.doubts if doubt.posting is None}
        result.in_doubt.update(doubts(found, missed, made_up, unread))
        if missed or made_up:
            result.errors.append(
                f"{record['id']} missed: {'; '.join(map(named, missed)) or '-'}   "
                f"made up: {'; '.join(map(str, made_up)) or '-'}\n    {record['text']}"
            )
        counts = {posting.count for posting in found}
        result.traps += len(record["traps"])
        result.traps_reported += sum(trap in counts for trap in record["traps"])
    return result


def doubts(
    found: list[Found], missed: list[Label], made_up: list[Found], unread: set[float]
) -> dict[str, int]:
    """How many numbers are read wrongly and rightly, and how many of either are in doubt; `unread`
    are the numbers in doubt that were taken for no posting."""
    wrong = Counter(one.count for one in made_up)
    left_out = []
    for label in missed:  # but those that were found with another channel or parent
        if wrong[label["count"]]:
            wrong[label["count"]] -= 1
        else:
            left_out.append(label["count"])
    doubtful = sum(one.is_doubtful for one in made_up)
    return {
        "errors": len(made_up) + len(left_out),
        "errors in doubt": doubtful + sum(count in unread for count in left_out),
        "right": len(found) - len(made_up),
        "right in doubt": sum(one.is_doubtful for one in found) - doubtful,
    }


def show(result: Score, most_errors: int) -> None:
    """Print the figures, then what was missed or made up."""
    for name, total in (("(channel, count)", result.pairs), ("with parent", result.with_parent)):
        print(
            f"  {name:17} precision {precision(total):.4f}, recall {recall(total):.4f} "
            f"of {total['right'] + total['missed']}"
        )
    print(f"  traps reported    {result.traps_reported} of {result.traps}")
    for name in ("errors", "right"):
        in_doubt = f"{name} in doubt"
        print(f"  {in_doubt:17} {result.in_doubt[in_doubt]} of {result.in_doubt[name]}")
    print(f"  narratives with an error: {len(result.errors)}")
    for error in result.errors[:most_errors]:
        print(error)


def precision(total: Counter[str]) -> float:
    """Of what was found, the share that is right."""
    return total["right"] / max(total["right"] + total["made_up"], 1)


def recall(total: Counter[str]) -> float:
    """Of what there is, the share that was found."""
    return total["right"] / max(total["right"] + total["missed"], 1)


def compared(posting: Posting) -> Found:
    parent = posting.parent.count if posting.parent else None
    return Found(posting.channel, posting.count, parent, bool(posting.doubts))


def best_match(
    record: Label, found: list[Found], with_parent: bool
) -> tuple[int, list[Label], list[Found]]:
    """How many labels were found, which were missed, and what was made up, by the list of labels
    that suits best."""
    matches = [
        match(labels, found, with_parent)
        for labels in (record["postings"], *record.get("alternatives", []))
    ]
    return min(matches, key=lambda found: len(found[1]) + len(found[2]))


def match(
    labels: list[Label], found: list[Found], with_parent: bool
) -> tuple[int, list[Label], list[Found]]:
    """Labels to postings, one to one: a largest matching, by augmenting paths."""
    counts = {label["id"]: label["count"] for label in labels}
    suits = [
        [
            index
            for index, posting in enumerate(found)
            if posting.count == label["count"]
            and posting.channel in (label["channel"], *label.get("also_channels", ()))
            and (not with_parent or posting.parent in accepted_parents(label, counts))
        ]
        for label in labels
    ]
    owner: dict[int, int] = {}

    def place(label: int, tried: set[int]) -> bool:
        for index in suits[label]:
            if index not in tried:
                tried.add(index)
                if index not in owner or place(owner[index], tried):
                    owner[index] = label
                    return True
        return False

    for label in sorted(range(len(labels)), key=lambda label: bool(labels[label].get("optional"))):
        place(label, set())
    matched = set(owner.values())
    missed = [
        label
        for index, label in enumerate(labels)
        if index not in matched and not label.get("optional")
    ]
    return len(owner), missed, [one for index, one in enumerate(found) if index not in owner]


def accepted_parents(label: Label, counts: dict[int, int]) -> set[int | None]:
    """The counts of the wholes that the label accepts."""
    parents = [label["parent"], *label.get("also_parents", ())]
    return {None if parent is None else counts[parent] for parent in parents}


def named(label: Label) -> str:
    """A label in a few words."""
    return f"{label['channel']} {label['count']}"


def measure(records: list[Label]) -> None:
    """Print narratives a second, the vocabulary loaded."""
    done, start = 0, time.perf_counter()
    while (seconds := time.perf_counter() - start) < LEAST_SECONDS:
        for record in records:
            read_narrative(record["text"], record["year"])
        done += len(records)
    print(f"  {done / seconds:.0f} narratives a second in one process")


if __name__ == "__main__":
    main()
