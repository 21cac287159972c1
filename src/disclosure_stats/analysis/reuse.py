"""Which sentences of a report stand word for word in other reports, by hashes, year by year."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import compute

from disclosure_stats.analysis.contract_tables import QueryableTables
from disclosure_stats.analysis.panel import place_years
from disclosure_stats.analysis.sentences import (
    Sentence,
    compared_sentences,
    hash_of,
    names_to_mask,
)

Others = Literal["body", "county", "all"]
_NAMES = ["place", "county", "prefecture", "province"]
_OF_SECTIONS = ["report_id", "number", "text", "first_page", "last_page"]
_BATCH = 2_000  # sections that are Python strings at once
_SPREAD = np.uint64(0x9E3779B97F4A7C15)  # the golden ratio in 64 bits: an odd number that spreads


@dataclass(frozen=True, slots=True)
class _Year:
    """The sentences of the reports of a year: the row of each one's report among `place_years`,
    and its hash."""

    rows: np.ndarray
    hashes: np.ndarray


def reuse_counts(dataset: QueryableTables, by: Others) -> pd.DataFrame:
    """One row a place and year: `place_label`, `year`, `k` (its sentences that stand in the others
    too) and `n` (all that are compared), Int64.

    `by` says who the others are: the same `body` in the report of the year before, the other bodies
    of the `county` in the same year, or `all` other bodies of that year. Both are null where there
    are no others, or the report has no sentence to compare. Memory holds the text of one year
    and the hashes of two.
    """
    if by not in get_args(Others):
        raise ValueError(f"by is {by!r}; it may be {', '.join(get_args(Others))}")
    reports = place_years(dataset)
    groups = _groups(reports, by)
    k = np.zeros(len(reports), "int64")
    n = np.zeros(len(reports), "int64")
    before: _Year | None = None
    year_before = None
    for year in sorted(set(reports["year"])):
        held = _hashes_of_year(dataset, reports, int(year))
        if by == "body":
            earlier = before if year_before == year - 1 else None
            shared = _in_report_before(held, earlier, groups)
        else:
            shared = _in_another(held, groups)
        n += np.bincount(held.rows, minlength=len(n))
        k += np.bincount(held.rows[shared], minlength=len(k))
        before, year_before = held, year
    known = _have_others(reports, groups, by) & (n > 0)
    return pd.DataFrame(
        {
            "place_label": reports["place_label"],
            "year": reports["year"],
            "k": pd.arrays.IntegerArray(k, ~known),
            "n": pd.arrays.IntegerArray(n, ~known),
        }
    )


def reused_sentences(dataset: QueryableTables, report_id: str, by: Others) -> pd.DataFrame:
    """The sentences of a report that stand in the others too, one row a sentence and other report.

    Columns: `number` (of the sentence, 1, 2, … in print order), `sentence` (as printed),
    `section` (its number), `first_page`, `last_page` (of the section), and the same of the other
    report: `other_report_id`, `other_place`, `other_year`, `other_sentence`, `other_section`,
    `other_first_page`, `other_last_page`; `source_path` and `other_source_path` are the files.
    KeyError for a report that stands for no place and year.
    """
    reports = place_years(dataset).set_index("report_id", drop=False)
    if report_id not in reports.index:
        raise KeyError(f"no report {report_id} that stands for a place and year")
    own = reports.loc[[report_id]].iloc[0]
    others = _others_of(reports, own, by)
    mine = _printed(dataset, reports, [report_id])
    mine.insert(0, "number", pd.Series(range(1, len(mine) + 1), dtype="Int64"))
    theirs = _printed(dataset, reports, list(others.index))
    paths = reports["source_path"]
    theirs = theirs.assign(
        place=theirs["report_id"].map(reports["place_label"]),
        year=theirs["report_id"].map(reports["year"]),
        source_path=theirs["report_id"].map(paths),
    ).add_prefix("other_")
    mine = mine.assign(source_path=paths[report_id]).drop(columns="report_id")
    # Once is enough where the other says it twice.
    theirs = theirs.drop_duplicates(["other_report_id", "other_masked"])
    pairs = mine.merge(theirs, left_on="masked", right_on="other_masked", how="inner")
    return pairs.drop(columns=["masked", "other_masked"]).reset_index(drop=True)


def _others_of(reports: pd.DataFrame, own: pd.Series, by: Others) -> pd.DataFrame:
    if by == "body":
        years = reports["year"] == own["year"] - 1
        is_other = (reports["place_label"] == own["place_label"]) & years
    else:
        groups = pd.Series(_groups(reports, by), reports.index)
        group = groups[own["report_id"]]
        is_other = (groups == group) & (group >= 0) & (reports["year"] == own["year"])
        is_other &= reports["place_label"] != own["place_label"]
    others: pd.DataFrame = reports[is_other.fillna(False).astype(bool)]
    return others


def _groups(reports: pd.DataFrame, by: Others) -> np.ndarray:
    """A number for the body, the county or all; -1 where the county is not known."""
    if by == "all":
        return np.zeros(len(reports), "int64")
    if by == "body":
        return np.asarray(pd.factorize(reports["place_label"])[0], "int64")
    above = reports[["province", "prefecture", "county"]].astype("object")
    keys = above.fillna("").agg("/".join, axis=1).where(above["county"].notna())
    return np.asarray(pd.factorize(keys)[0], "int64")


def _have_others(reports: pd.DataFrame, groups: np.ndarray, by: Others) -> np.ndarray:
    years = reports["year"].to_numpy("int64")
    if by == "body":
        there = set(zip(groups.tolist(), years.tolist(), strict=True))
        pairs = zip(groups.tolist(), years.tolist(), strict=True)
        return np.array([(group, year - 1) in there for group, year in pairs], bool)
    sizes = pd.Series(1).reindex(range(len(reports))).groupby([groups, years]).transform("size")
    return np.asarray((sizes.to_numpy() > 1) & (groups >= 0))


def _in_report_before(held: _Year, earlier: _Year | None, bodies: np.ndarray) -> np.ndarray:
    """True for the sentences that the same body's report of the year before has."""
    if earlier is None:
        return np.zeros(len(held.rows), bool)
    own = _mixed(held.hashes, bodies[held.rows])
    return np.isin(own, _mixed(earlier.hashes, bodies[earlier.rows]))


def _in_another(held: _Year, groups: np.ndarray) -> np.ndarray:
    """True for the sentences that another report of the same group has in this year."""
    group = groups[held.rows]
    keys = _mixed(held.hashes, group)
    found, which = np.unique(keys, return_inverse=True)
    # A sentence that a report has twice is one that one report has.
    pairs = np.unique(np.stack([which.astype("int64"), held.rows]), axis=1)
    reports_with = np.bincount(pairs[0], minlength=len(found))
    return np.asarray((reports_with[which] > 1) & (group >= 0))


def _mixed(hashes: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """The hashes of sentences within groups: the same only for one sentence in one group."""
    mixed: np.ndarray = hashes ^ ((groups.astype("uint64") + np.uint64(1)) * _SPREAD)
    return mixed


def _hashes_of_year(dataset: QueryableTables, reports: pd.DataFrame, year: int) -> _Year:
    of_year = reports[reports["year"] == year]
    places = dict(zip(of_year["report_id"], of_year.index, strict=True))
    rows, hashes = array("q"), array("Q")
    for report_id, _, sentence in _sentences(dataset.select(years=year), of_year):
        rows.append(places[report_id])
        hashes.append(hash_of(sentence.masked))
    return _Year(np.array(rows, "int64"), np.array(hashes, "uint64"))


def _sentences(
    dataset: QueryableTables, chosen: pd.DataFrame, where: compute.Expression | None = None
) -> Iterator[tuple[str, dict[str, int | None], Sentence]]:
    """The compared sentences of some reports, each with the report's id and where its section
    stands (`section`, `first_page`, `last_page`)."""
    names = {
        row[0]: names_to_mask([None if pd.isna(name) else str(name) for name in row[1:]])
        for row in chosen[["report_id", *_NAMES]].itertuples(index=False)
    }
    table = dataset.arrow("sections", _OF_SECTIONS, where)
    for batch in table.to_batches(max_chunksize=_BATCH):
        columns = (batch.column(name).to_pylist() for name in _OF_SECTIONS)
        for report_id, number, text, first, last in zip(*columns, strict=True):
            if report_id not in names or not text:
                continue
            place = {"section": number, "first_page": first, "last_page": last}
            for sentence in compared_sentences(text, names[report_id]):
                yield report_id, place, sentence


def _printed(
    dataset: QueryableTables, reports: pd.DataFrame, report_ids: list[str]
) -> pd.DataFrame:
    """The compared sentences of some reports, one row each, in print order."""
    where = compute.field("report_id").isin(pa.array(report_ids, pa.string()))
    found = [
        {"report_id": report_id, "sentence": sentence.printed, "masked": sentence.masked, **place}
        for report_id, place, sentence in _sentences(dataset, reports.loc[report_ids], where)
    ]
    columns = ["report_id", "sentence", "masked", "section", "first_page", "last_page"]
    types = dict.fromkeys(columns[:3], "string") | dict.fromkeys(columns[3:], "Int16")
    return pd.DataFrame(found, columns=columns).astype(types)
