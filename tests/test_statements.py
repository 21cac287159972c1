"""Section five, item by item: labelled sections, each turn that it must know, and what holds of
any text."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from narrative_labels import LabelledSection, sections_five

import disclosure_stats as ds
from disclosure_stats.statements.rows import statement_rows

KINDS = {"problem": "P", "improvement": "I"}
RIGHT = 0.95
SETS = {
    "a": 60, "b": 60, "c": 20, "d": 20, "e": 40, "f": 40, "g": 30, "h": 30, "i": 40, "j": 60,
    "k": 40, "l": 40, "m": 30, "n": 30, "o": 30, "p": 30, "q": 30, "r": 30, "s": 30,
    "t": 30, "u": 20,
}  # fmt: skip
PIECES = [
    "一是", "二是", "1.", "2.", "（一）", "①", "存在的主要问题：", "改进措施：",
    "下一步，", "无。", "暂无",
    "公开不够及时", "加强培训", "原因是", "；", "。", "\n", "，", "：", "●",
    "首先，", "2023年", "附件：",
]  # fmt: skip


def kinds_of(text: str) -> list[str]:
    return ["N" if row["none_stated"] else KINDS[row["kind"]] for row in statement_rows(text)]


def is_right(section: LabelledSection) -> bool:
    """Number, order and kind of the items, and where each begins."""
    rows = statement_rows(section.text)
    if kinds_of(section.text) != [kind for kind, _ in section.items]:
        return False
    return all(
        kind == "N" or bare(text) in bare(row["text"]) or bare(row["text"]) in bare(text)
        for (kind, text), row in zip(section.items, rows, strict=True)
    )


def bare(text: str) -> str:
    return re.sub(r"[\s；;。，,：:、.]", "", text)


@pytest.mark.parametrize(("part", "count"), SETS.items())
def test_labelled_sections_are_parted_as_they_are_labelled(part: str, count: int) -> None:
    sections = sections_five(part)
    wrong = [section.name for section in sections if not is_right(section)]
    assert len(sections) == count
    right = (len(sections) - len(wrong)) / len(sections)
    assert right >= RIGHT, wrong


def test_the_title_is_what_stands_before_the_first_colon_or_full_stop() -> None:
    text = "主要问题：\n1.公开不及时：部分信息晚于时限。\n2.内容不全，缺少附件。原因在于人手少。"
    first, second = statement_rows(text)
    assert first["title"] == "公开不及时"
    assert first["text"] == "公开不及时：部分信息晚于时限。"
    assert second["title"] == "内容不全，缺少附件"
    assert (first["number"], second["number"]) == (1, 2)


@pytest.mark.parametrize("text", ["无", "暂无。", "本年度不存在主要问题。", "存在的主要问题：无。"])
def test_a_section_that_says_that_there_are_none_has_one_row_that_says_so(text: str) -> None:
    (row,) = statement_rows(text)
    assert (row["kind"], row["number"], row["none_stated"]) == ("problem", 1, True)
    assert row["text"] is None
    assert row["title"] is None


def test_what_stands_below_the_last_item_is_none() -> None:
    text = "一是公开不及时。改进措施：一是专人负责。\n附件：政府信息公开情况统计表\n2024年1月9日"
    assert [row["text"] for row in statement_rows(text)] == ["公开不及时。", "专人负责。"]


def test_a_paragraph_below_a_title_belongs_to_it() -> None:
    text = "存在问题：\n1.公开不全\n领域信息缺失较多。\n2.公开不快\n上传滞后。\n改进：\n专人负责。"
    rows = statement_rows(text)
    assert [row["title"] for row in rows] == ["公开不全", "公开不快", "专人负责"]
    assert rows[0]["text"] == "公开不全\n领域信息缺失较多。"


def test_a_paragraph_below_titles_that_have_no_text_does_not_belong_to_the_last() -> None:
    text = "存在问题：\n1.公开不全\n2.公开不快\n村级公开还有差距。"
    assert [row["text"] for row in statement_rows(text)][:2] == ["公开不全", "公开不快"]


def test_a_sentence_that_there_are_problems_is_none_of_them() -> None:
    text = "工作取得成效，但还存在一些不足。主要是：公开不及时；内容不全。"
    assert [row["text"] for row in statement_rows(text)] == ["公开不及时", "内容不全。"]
    first, _ = statement_rows("村级公开不及时。主要是：人手少；设备旧。")  # that one says which
    assert first["text"] == "村级公开不及时。主要是：人手少"


@pytest.mark.parametrize("marks", ["㈠㈡", "⑴⑵", "⒈⒉", "❶❷", "✦✦", "➢➢", "\uf06c\uf06c"])
def test_signs_of_unicode_mark_items(marks: str) -> None:
    first, second = marks
    text = f"存在问题：\n{first}公开慢\n{second}内容少\n改进措施：\n{first}加快\n{second}充实"
    assert kinds_of(text) == ["P", "P", "I", "I"]


def test_reasons_belong_to_the_problem_that_they_explain() -> None:
    text = "存在的问题是公开深度不够。主要原因有二：一是人手少；二是经费少。改进措施：加强培训。"
    problem, improvement = statement_rows(text)
    assert "经费少" in problem["text"]
    assert improvement["text"] == "加强培训。"


def test_as_many_parts_as_are_announced() -> None:
    text = "存在两个方面的问题。公开内容更新不及时，年底集中发布。公开形式少，以文字为主。"
    assert kinds_of(text) == ["P", "P"]
    assert kinds_of("存在“三不”问题：认识不到位，机制不健全，更新不及时。") == ["P"] * 3
    assert kinds_of("主要存在公开意识淡薄、公开渠道不畅的问题。") == ["P"]  # announces none


def test_sentences_that_answer_each_other_are_parted() -> None:
    problems = "存在以下问题：公开专栏内容陈旧，少人问津。群众看公开栏的习惯还没有养成。"
    measures = "将做好如下工作：定期检查专栏。在村口增设公开栏。"
    assert kinds_of(f"{problems}\n{measures}") == ["P", "P", "I", "I"]
    assert kinds_of(problems) == ["P"]
    explained = "存在以下问题：公开专栏内容陈旧。如部分栏目一年未更新。"
    assert kinds_of(f"{explained}\n{measures}") == ["P", "I"]


def test_a_title_that_is_a_sentence_goes_with_what_explains_it() -> None:
    text = (
        "仍有不足：观念还需转变。少数干部重视不够，闷头干事。基础还需夯实。人财物都缺，难以保障。"
    )
    assert [row["title"] for row in statement_rows(text)] == ["观念还需转变", "基础还需夯实"]


def test_what_is_done_about_a_problem_may_stand_in_its_sentence() -> None:
    text = "自查发现存在公开指南不完整等问题，现已完善指南内容。"
    assert kinds_of(text) == ["P", "I"]
    assert kinds_of("一是人员不足。街道已增配一名工作人员。二是设备陈旧。") == ["P", "I", "P"]


def test_what_stands_before_an_improvement_is_the_problem_where_none_is_named() -> None:
    text = "我镇人少事多的矛盾日益突出，发布质量受到影响。\n2025年，我镇将明确专人专岗。"
    assert kinds_of(text) == ["P", "I"]
    assert kinds_of("我镇信息公开工作有序推进。\n2025年，我镇将明确专人专岗。") == ["I"]
    (row,) = statement_rows("专栏内容陈旧的，逐条核对。", "五、改进措施")
    assert row["kind"] == "improvement"


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_text_gives_items_that_stand_in_it_in_order(text: str) -> None:
    rows = statement_rows(text)
    starts = [row["start"] for row in rows]
    assert starts == sorted(starts)
    for kind in KINDS:
        own = [row["number"] for row in rows if row["kind"] == kind]
        assert own == list(range(1, len(own) + 1))
    for row in rows:
        if row["text"] is not None:
            assert row["text"] in text
            assert row["text"].startswith(row["title"])
            assert text.startswith(row["text"], row["start"])


@given(st.integers(1, 9), st.integers(1, 9))
def test_a_list_of_so_many_items_gives_so_many_rows(problems: int, improvements: int) -> None:
    numerals = "一二三四五六七八九"
    first = "".join(f"{numerals[i]}是公开不够及时；" for i in range(problems))
    second = "".join(f"{numerals[i]}是加强培训；" for i in range(improvements))
    text = f"存在以下问题：{first}\n下一步：{second}"
    assert kinds_of(text) == ["P"] * problems + ["I"] * improvements


def test_a_report_has_its_statements_with_their_page() -> None:
    sample = next((Path(__file__).parents[1] / "data" / "raw").rglob("砚秋街道_2022.pdf"))
    report = ds.read_report(sample)
    statements = report.statements
    assert set(statements["kind"]) == {"problem", "improvement"}
    assert statements["page"].between(1, report.pages).all()
    text = report.sections.set_index("number")["text"][5]
    assert all(one in text for one in statements["text"])
