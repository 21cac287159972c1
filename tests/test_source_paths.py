"""What files are called in the tables: no two alike, whatever bytes their names are made of."""

import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure_stats.batch.plan import PlannedFile, plan_files
from disclosure_stats.batch.run import Settings, Tally, run
from disclosure_stats.store.source_paths import find_original, source_path

pytestmark = pytest.mark.skipif(
    sys.platform in ("win32", "darwin"), reason="names are Unicode there, whatever one does"
)
ENCODINGS = ("utf-8", "gb18030", "big5", "shift_jis", "latin-1")
LOOKS_ESCAPED = [b"\\xc4.pdf", b"\\x5cxc4.pdf", b"\\x5c.pdf", b"\xc4\\xc4.pdf", b"\\xC4.pdf"]
SIBLINGS = [
    *("官道口镇.pdf".encode(encoding) for encoding in ("utf-8", "gb18030", "utf-16-le")),
    *("烏石坳鎮.pdf".encode(encoding) for encoding in ("utf-8", "gb18030", "big5")),
    *(name.encode() for name in ("\u00e9.pdf", "e\u0301.pdf", "E\u0301.pdf")),
    *(b"%c.pdf" % byte for byte in range(0x80, 0x100)),
    *LOOKS_ESCAPED,
]


def plant(folder: bytes, *names: bytes) -> Path:
    """A folder with a file of each name, which holds that name."""
    os.makedirs(folder, exist_ok=True)
    for name in names:
        path = os.path.join(folder, name.replace(b"\0", b"").replace(b"/", b""))
        with open(path, "wb") as file:
            file.write(os.path.basename(path))
    return Path(os.fsdecode(folder))


def rows(out: Path) -> list[dict[str, Any]]:
    return parquet.read_table(out / "reports.parquet").to_pylist()


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("卢氏县/官道口镇_2023.pdf".encode("gb18030"), "卢氏县/官道口镇_2023.pdf"),
        ("\u00e9.pdf".encode(), "\u00e9.pdf"),
        (b"\xff\xfe.pdf", "\\xff\\xfe.pdf"),
        (b"\xc4\xe3\xff.pdf", "你\\xff.pdf"),
        (b"a\\xffb.pdf", "a\\x5cxffb.pdf"),
        (b"50%25 \\n.pdf", "50%25 \\n.pdf"),
    ],
)
def test_names_of_all_sorts(name: bytes, written: str) -> None:
    assert source_path(os.fsdecode(name)) == written


@given(
    st.lists(
        st.binary(min_size=1, max_size=12)
        | st.tuples(st.text(min_size=1, max_size=6), st.sampled_from(ENCODINGS)).map(
            lambda pair: pair[0].encode(pair[1], "ignore")
        )
        | st.sampled_from(SIBLINGS),
        min_size=2,
        max_size=12,
    )
)
@settings(max_examples=300)
def test_no_two_names_are_written_alike(names: list[bytes]) -> None:
    for shared in (False, True):
        written = {}
        for name in names:
            path = os.fsdecode(name.replace(b"/", b""))
            text = source_path(path, is_shared=shared)
            text.encode()
            if shared:
                assert written.setdefault(text, path) == path


def test_each_file_is_known_by_a_path_of_its_own_and_found_by_it(tmp_path: Path) -> None:
    home = os.fsencode(tmp_path / "in")
    for folder in (b"a", "卢氏县".encode(), "卢氏县".encode("gb18030"), b"\xff", b"\\xff"):
        plant(os.path.join(home, folder), *SIBLINGS)
    plan = plan_files([tmp_path / "in"])
    assert len(plan) == 5 * len(set(SIBLINGS))
    assert max(Counter(file.source_path for file in plan).values()) == 1
    for file in plan:
        assert find_original(tmp_path / "in", file.source_path) == Path(file.path)
        with open(file.path, "rb") as planned:
            assert planned.read() == os.fsencode(os.path.basename(file.path))


def test_each_file_has_one_row_whatever_it_is_called(tmp_path: Path) -> None:
    folder = plant(os.fsencode(tmp_path / "in"), *SIBLINGS)
    plan = plan_files([folder])
    run(plan, str(tmp_path / "out"), Settings(), Tally(len(plan)), lambda _: None)
    found = [(row["source_path"], row["sha256"]) for row in rows(tmp_path / "out")]
    assert len(set(found)) == len(found) == len(set(SIBLINGS))
    assert "官道口镇.pdf" in dict(found)


def test_a_file_named_alike_in_another_encoding_gives_way(tmp_path: Path) -> None:
    name = "官道口镇.pdf"
    folder = plant(os.fsencode(tmp_path / "in"), name.encode(), name.encode("gb18030"))
    written = {file.source_path for file in plan_files([folder])}
    assert written == {name, "\\xb9\\xd9\\xb5\\xc0\\xbf\\xda\\xd5\\xf2.pdf"}


def test_inputs_of_one_name_are_told_apart(tmp_path: Path) -> None:
    name = "卢氏县"
    homes = [
        plant(os.path.join(os.fsencode(tmp_path / one), name.encode(encoding)), b"a.pdf")
        for one, encoding in (("x", "utf-8"), ("y", "gb18030"))
    ]
    assert [file.source_path for file in plan_files(homes)] == [
        "卢氏县/a.pdf",
        "卢氏县 (2)/a.pdf",
    ]


def test_two_files_of_one_path_are_an_error_that_names_both(tmp_path: Path) -> None:
    plan = [PlannedFile("/x/a.pdf", "a.pdf"), PlannedFile("/y/a.pdf", "a.pdf")]
    with pytest.raises(ValueError, match=r"'/x/a\.pdf' and '/y/a\.pdf' are both 'a\.pdf'"):
        run(plan, str(tmp_path / "out"), Settings(), Tally(2), lambda _: None)
    assert not (tmp_path / "out").exists()


def test_hidden_ones_are_counted_and_the_search_is_told(tmp_path: Path) -> None:
    folder = plant(os.fsencode(tmp_path / "in"), b"a.pdf", b"._a.pdf", b".DS_Store", b"x.txt")
    plant(os.fsencode(tmp_path / "in" / ".git"), b"b.pdf")
    plant(os.fsencode(tmp_path / "in" / "many"), *(b"%d.pdf" % one for one in range(2_500)))
    told: list[int] = []
    found = plan_files([folder], told.append)
    assert (len(found), found.hidden) == (2_501, 2)
    assert told == [1_000, 2_000]


def without_privileges() -> list[str]:
    """What a command begins with so that closed folders are closed to it, to root too."""
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("root may look at everything, and there is no setpriv")
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]


def test_what_may_not_be_looked_at_is_told_and_coded(tmp_path: Path) -> None:
    home, out = tmp_path / "in", tmp_path / "out"
    for folder in ("open", "closed", "listed/below"):
        plant(os.fsencode(home / folder), b"a.pdf")
    plant(os.fsencode(home / "listed"), b"b.pdf")
    (home / "open" / "mine.pdf").write_bytes(b"x")
    (home / "open" / "mine.pdf").chmod(0o000)
    (home / "listed").chmod(0o444)  # names may be seen, nothing be opened
    (home / "closed").chmod(0o000)
    command = [sys.executable, "-m", "disclosure_stats.extract", home, home / "closed/a.pdf"]
    try:
        done = subprocess.run(
            [*without_privileges(), *command, "--out", out],
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
    finally:
        for folder in ("listed", "closed"):
            (home / folder).chmod(0o755)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    found = {row["source_path"]: (row["error_code"], row["error"]) for row in rows(out)}
    assert {path: code for path, (code, _) in found.items()} == {
        "in/open/a.pdf": "not_pdf",
        "in/open/mine.pdf": "unreadable_file",
        "in/closed": "unreadable_file",
        "in/listed/b.pdf": "unreadable_file",
        "in/listed/below": "unreadable_file",
        "a.pdf": "unreadable_file",
    }
    assert sum("Permission denied" in said for _, said in found.values()) == 5
