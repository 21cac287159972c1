"""The content of a page taken apart: the same operands and operators as pdfminer finds."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdfminer.pdfinterp import PDFContentParser
from pdfminer.pdftypes import PDFStream
from pdfminer.psparser import PSEOF, PSKeyword

from disclosure_stats.pages.content_stream import instructions

NUMBERS = st.sampled_from([b"0", b"-12", b"+3", b"4.", b".5", b"-0.25", b"007"]) | st.integers(
    -(10**6), 10**6
).map(lambda number: str(number).encode())
NAMES = st.from_regex(rb"/[A-Za-z][A-Za-z0-9.+-]{0,6}(#4[1-5])?", fullmatch=True)
STRINGS = st.sampled_from(
    [b"(abc)", b"()", b"(a(b)c)", rb"(\(\)\\)", rb"(\101\12x)", rb"(\n)", b"(%[<)", b"(a\nb)"]
)
HEXES = st.binary(max_size=6).map(lambda data: b"<" + data.hex().encode() + b">")
SIMPLE = NUMBERS | NAMES | STRINGS | HEXES | st.sampled_from([b"true", b"false", b"< 4 1 5>"])
ARRAYS = st.lists(SIMPLE, max_size=4).map(lambda parts: b"[" + b" ".join(parts) + b"]")
DICTIONARIES = st.lists(st.tuples(NAMES, SIMPLE | ARRAYS), max_size=3).map(
    lambda pairs: b"<<" + b" ".join(part for pair in pairs for part in pair) + b">>"
)
OPERATORS = st.sampled_from([b"Tj", b"TJ", b"re", b"T*", b"'", b'"', b"q", b"BDC", b"f*"])
TOKENS = SIMPLE | ARRAYS | DICTIONARIES | OPERATORS | st.just(b"% a comment\n")


def by_pdfminer(content: bytes) -> list[tuple[bytes, list[Any]]]:
    parser = PDFContentParser([PDFStream({}, content)])
    found: list[tuple[bytes, list[Any]]] = []
    operands: list[Any] = []
    while True:
        try:
            _, value = parser.nextobject()
        except PSEOF:
            return found
        if isinstance(value, PSKeyword):
            found.append((value.name, operands))
            operands = []
        else:
            operands.append(value)


@given(st.lists(TOKENS, min_size=1, max_size=12), st.sampled_from([b" ", b"\n", b"\r\n "]))
def test_tokens_are_those_that_pdfminer_finds(tokens: list[bytes], space: bytes) -> None:
    content = space.join(tokens) + b" n"
    assert list(instructions(content)) == by_pdfminer(content)


@given(st.binary(max_size=60))
def test_no_content_whatever_raises(content: bytes) -> None:
    assert isinstance(list(instructions(content)), list)


@pytest.mark.parametrize("content", [b"[(a)-250(b)]TJ/F1 9 Tf(x)Tj", b"<</A<</B[1 2]>>>>BDC"])
def test_no_space_is_needed_where_a_mark_parts_tokens(content: bytes) -> None:
    assert list(instructions(content)) == by_pdfminer(content + b" ")
