"""Properties of reading: of single values, and of whole reports."""

from collections import Counter
from itertools import product
from pathlib import Path
from random import Random

import hypothesis.strategies as st
import pytest
from hypothesis import Phase, example, given, settings
from layouts import CASES, consistent_truth, draw_report
from read_back import assert_whole

from disclosure_stats import read_report
from disclosure_stats.forms import load_form
from disclosure_stats.pages.model import Page, Word
from disclosure_stats.reading.tables.walk.rows import walked_rows
from disclosure_stats.text.folding import fold, squeeze
from disclosure_stats.text.labels import label_key, similarity
from disclosure_stats.text.values import parse_value

NUMBERS = st.one_of(
    st.integers(0, 10**9),
    st.decimals(0, 10**7, places=2, allow_nan=False, allow_infinity=False),
    st.decimals(0, 10**4, places=6, allow_nan=False, allow_infinity=False),
)
UNITS = ["元", "万元", "件", "条", "次", "个", "人", "人次", "项", "篇"]
SPACES = st.text(" \u3000\u00a0\n\t", max_size=3)
FULL_WIDTH = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")
# What the blocks hold that Chinese reports are printed in, radicals and compatibility forms too.
_BLOCKS = [(0x20, 0x7E), (0x2E80, 0x2FD5), (0x3000, 0x301F), (0x3220, 0x3243), (0x4E00, 0x9FFF)]
_BLOCKS += [(0xF900, 0xFAD9), (0xFF01, 0xFF5E)]
PRINTED = st.text(
    st.one_of([st.characters(min_codepoint=low, max_codepoint=high) for low, high in _BLOCKS]),
    max_size=30,
)
LABELS = st.text(
    st.sampled_from("一二三四五六七本年新收政府信息公开申请数量总计其他（）1234.、 ").filter(bool),
    min_size=1,
    max_size=20,
)


@given(number=NUMBERS, before=SPACES, after=SPACES)
def test_a_plain_number_is_itself(number: object, before: str, after: str) -> None:
    parsed = parse_value(f"{before}{number}{after}")
    assert parsed == (float(str(number)), None, None, "printed")


@given(number=NUMBERS)
def test_thousands_separators_and_full_width_change_nothing(number: object) -> None:
    for text in (
        f"{number:,}",
        f"{number:,}".translate(FULL_WIDTH),
        f"{number}".translate(FULL_WIDTH),
    ):
        assert parse_value(text) == (float(str(number)), None, None, "printed")


@given(number=NUMBERS, sign=st.sampled_from("-－−"))
def test_a_minus_is_a_minus(number: object, sign: str) -> None:
    assert parse_value(f"{sign}{number}").value == -float(str(number))


@given(number=NUMBERS, digits=st.data())
def test_a_number_wrapped_in_its_cell_is_whole(number: object, digits: st.DataObject) -> None:
    text = str(number)
    at = digits.draw(st.integers(1, len(text)))
    assert parse_value(f"{text[:at]}\n{text[at:]}").value == float(text)


@given(number=NUMBERS, unit=st.sampled_from(UNITS))
def test_a_unit_is_set_apart(number: object, unit: str) -> None:
    assert parse_value(f"{number}{unit}") == (float(str(number)), unit, None, "printed")


@given(
    number=st.integers(0, 10**6),
    unit=st.sampled_from(["", *UNITS]),
    revised=st.integers(0, 99),
    brackets=st.sampled_from(["（）", "()"]),
)
def test_a_remark_is_kept_and_not_counted(
    number: int, unit: str, revised: int, brackets: str
) -> None:
    remark = f"其中修订{revised}件"
    parsed = parse_value(f"{number}{unit}{brackets[0]}{remark}{brackets[1]}")
    assert parsed == (float(number), unit or None, remark, "printed")


@pytest.mark.parametrize("text", ["/", "／", "-", "－", "—", "——", "–", "无", " / ", "\n—\n"])
def test_dashes_are_null_and_no_zero(text: str) -> None:
    assert parse_value(text) == (None, None, None, "dash")


@given(SPACES)
def test_blank_is_null_and_no_zero(text: str) -> None:
    assert parse_value(text) == (None, None, None, "blank")


_OF_NUMBERS = st.text(alphabet="019.,，万零〇元件()（）-−约共增减① ", max_size=12)


@given(st.one_of(st.text(max_size=12), _OF_NUMBERS))
@example("4.5.")
def test_any_text_has_one_of_the_states_and_a_value_only_if_printed(text: str) -> None:
    parsed = parse_value(text)
    assert parsed.state in ("printed", "blank", "dash", "unreadable")
    assert (parsed.value is not None) == (parsed.state == "printed")
    assert parsed.state == "printed" or (parsed.unit, parsed.remark) == (None, None)


@given(first=st.integers(0, 999), second=st.integers(0, 999), between=st.sampled_from("/;；、至和"))
def test_two_numbers_are_not_one(first: int, second: int, between: str) -> None:
    assert parse_value(f"{first}{between}{second}").state == "unreadable"


@given(PRINTED)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert squeeze(squeeze(text)) == squeeze(text)


def test_no_radical_is_left() -> None:
    """Neither of CJK Radicals Supplement (but the two that have no ideograph) nor of Kangxi."""
    supplement = set(range(0x2E80, 0x2EF4)) - {0x2E80, 0x2E9A}
    for code in sorted(supplement | set(range(0x2F00, 0x2FD6))):
        assert not 0x2E80 <= ord(fold(chr(code))) <= 0x2FDF, hex(code)


@given(one=LABELS, other=LABELS)
def test_similarity_is_symmetric_and_between_0_and_1(one: str, other: str) -> None:
    forward, backward = similarity(one, other), similarity(other, one)
    assert forward == backward
    assert 0 <= forward <= 1
    assert (forward == 1) == (one == other)


@given(st.sampled_from(["予以公开", "总计", "其他处理", "属于国家秘密"]), st.integers(1, 7))
def test_numbering_and_spaces_are_no_part_of_a_label(label: str, number: int) -> None:
    numeral = "一二三四五六七"[number - 1]
    spellings = [f"（{numeral}）", f"({numeral})", f"{number}.", f"{number}、", f"{number}．"]
    spellings += [chr(0x321F + number), chr(0x2487 + number), f"{numeral}、"]
    spaced = " ".join(label)
    keys = {label_key(f"{before}{text}") for before, text in product(spellings, (label, spaced))}
    assert keys == {label}


# A report takes a tenth of a second: a failure is shown as it is, not made smaller first.
@settings(max_examples=15, phases=[Phase.explicit, Phase.generate])
@given(
    case=st.sampled_from(sorted(CASES)),
    seed=st.integers(0, 2**32),
    busy=st.booleans(),
    data=st.data(),
)
def test_any_consistent_report_reads_back_as_drawn(
    case: str, seed: int, busy: bool, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    era = data.draw(st.sampled_from(CASES[case].eras))
    truth = CASES[case].adapt(consistent_truth(era, Random(seed), busy=busy))
    pdf, drawing = draw_report(truth, CASES[case].layout)
    path: Path = tmp_path_factory.mktemp("drawn") / "report.pdf"
    path.write_bytes(pdf)
    assert_whole(read_report(path), drawing)


PLACED = st.tuples(
    st.sampled_from(["（一）予以公开", "1.属于国家秘密", "总计", "件", "0", "12", "3,456", "-"]),
    st.floats(50, 500),
    st.sampled_from([100.0, 103.0, 112.0, 118.0, 130.0, 141.0, 160.0]),
)
ROW = [("0", 200.0 + 40 * column, 100.0) for column in range(7)]


@settings(max_examples=200)
@given(st.lists(PLACED, max_size=40), st.sampled_from(["2014", "2021"]))
# Numbers on the edge from which numbers stand: as a fax is read.
@example([*ROW, ("0", 185.3, 112.0), ("12", 184.8, 130.0)], "2021")
def test_words_anywhere_become_rows_that_hold_each_once(
    places: list[tuple[str, float, float]], era: str
) -> None:
    """However words stand without rules, as on a poor scan: each is in one row, or in none."""
    words = [
        Word(x, top, x + 10 * len(text), top + 10, text, [x + 10 * i for i in range(len(text))])
        for text, x, top in places
    ]
    page = Page(1, 595.0, 842.0, words)
    held = Counter(
        character
        for row in walked_rows(load_form(era), [page])
        for cell in row.cells
        for word in cell.words
        for character in word.text
    )
    assert held <= Counter(character for word in words for character in word.text)
