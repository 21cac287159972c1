"""The tokens of a narrative: found only where their first characters are, and no token is missed
for that; patterns that are compiled when they are first used."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from disclosure_stats.data_file import load_data
from disclosure_stats.postings import phrases
from disclosure_stats.postings.tokens import prepare, tokenize
from disclosure_stats.postings.vocabulary import Vocabulary, load_vocabulary
from disclosure_stats.statements import vocabulary as statements
from disclosure_stats.text import pattern_file
from disclosure_stats.text.lazy_pattern import lazy_pattern

_KINDS = ("name", "all_of_them", "split_openers")
_of_patterns = "".join(phrases.source_of(name) for name in ("all_of_them", "split_by", "number"))
_ideographs = sorted(set(re.findall("[一-鿿]", _of_patterns)))
pieces = st.one_of(
    st.sampled_from(sorted(load_vocabulary().words)),
    st.sampled_from(sorted(load_vocabulary().units)),
    st.sampled_from(_ideographs),
    st.sampled_from(
        [*"。；，、：（）[]〔〕!?\n“”《》\"'.%-—~报送群", "均通过", "按主题分,", "以外"]
    ),
    st.sampled_from(
        ["12", "3,456", "三百", "卅二", "约", "近千", "由80至90", "1.2万", "https://a.cn"]
    ),
)
texts = st.lists(pieces, max_size=14).map("".join)


def plainly(text: str, vocabulary: Vocabulary) -> list[tuple[int, int]]:
    """Where the tokens of a text stand, everything being tried at every character."""
    spans = []
    place = 0
    longest = max(map(len, vocabulary.words))
    while place < len(text):
        marks = vocabulary.beginnings.marks
        found = vocabulary.phrase.match(text, place)
        words = [text[place : place + length] for length in range(longest, 0, -1)]
        sizes = [len(word) for word in words if word in vocabulary.words]
        size = next((s for s in sizes if not _is_cut(text, place, s)), None)
        number = vocabulary.number.match(text, place)
        if found is not None:
            end = found.end()
        elif size is not None:
            end = place + size
        elif number is not None:
            end = number.end()
        else:
            end = place + (text[place] in marks)
        word = vocabulary.words.get(text[place:end])
        if end > place and not (word and word.kind == "idle"):
            spans.append((place, end))
        place = max(end, place + 1)
    return spans


def _is_cut(text: str, place: int, size: int) -> bool:
    """Whether a word takes its last character from another: 镇报 from 镇报送."""
    end = place + size
    word, behind = text[place:end], text[end : end + 1]
    ends = phrases.taken_from()
    return any(word.endswith(last) and behind and behind in ends[last] for last in ends)


@given(texts)
@example("各镇报送信息3条")
@example("(居)民代表会议2次")
@example("充分发挥公共信息栏目作用3次")
@example("三十条(30条)，均通过网站公开")
@settings(max_examples=250)
def test_no_token_is_missed_for_what_it_begins_with(text: str) -> None:
    vocabulary = load_vocabulary()
    printed, folded = prepare(text, vocabulary)
    assert len(printed) == len(folded)
    starts = {start for start, _ in plainly(folded, vocabulary)}
    tokens = tokenize(folded, vocabulary)
    assert {token.start for token in tokens} <= starts
    missed = starts - {token.start for token in tokens}
    # Numbers that are none (几百) and a figure said once more in a bracket are left out.
    for start in missed:
        assert vocabulary.number.match(folded, start) or folded[start] in "([〔)]〕"


@pytest.mark.parametrize(("printed", "folded"), [("１２条", "12条"), ("𝟏𝟐٣條", "123条")])
def test_digits_of_any_script_are_read(printed: str, folded: str) -> None:
    assert prepare(printed, load_vocabulary()) == (printed, folded)
    (token,) = tokenize(folded, load_vocabulary())
    assert token.number is not None
    assert token.number.value == int(folded[:-1])


def test_every_pattern_of_the_narrative_compiles() -> None:
    for package, name in (
        ("postings", "phrases"),
        ("statements", "statements"),
        ("activities", "activities"),
    ):
        file = (f"disclosure_stats.{package}", f"{name}.toml")
        for key in load_data(*file)["patterns"]:
            re.compile(pattern_file.source_of(*file, key))


_MARKS = [
    name
    for name in load_data("disclosure_stats.statements", "statements.toml")["patterns"]
    if name.startswith("mark_")
]


@given(
    st.text(
        st.sampled_from("一二十第首先其次再最后是要，。、.,:)(（）1234①⑴⒈㈠❶•→■—-\n方面另"),
        max_size=30,
    )
)
@settings(max_examples=200)
def test_every_mark_of_an_item_begins_as_it_is_told(text: str) -> None:
    begins = statements.pattern("marks_begin")
    for name in _MARKS:
        for match in statements.pattern(name).finditer(text):
            assert begins.match(text, match.start()), (name, match[0])


def test_a_lazy_pattern_does_what_the_pattern_does() -> None:
    lazy, plain = lazy_pattern(r"(\d)(a)?"), re.compile(r"(\d)(a)?")
    text = "b1a2"
    assert lazy.search(text, 2)[0] == plain.search(text, 2)[0] == "2"  # type: ignore[index]
    assert lazy.findall(text) == plain.findall(text)
    assert lazy.sub("", text) == plain.sub("", text)
    assert (lazy.pattern, lazy.groups) == (plain.pattern, plain.groups)
    wrong = lazy_pattern("(")
    with pytest.raises(re.error):
        wrong.match(text)


def test_a_heading_with_brackets_of_two_widths_ends_its_line() -> None:
    text = "(一）主动公开情况\n2018年公开信息9条。"
    assert prepare(text, load_vocabulary())[0] == text
