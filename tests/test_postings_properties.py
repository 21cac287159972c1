"""What must hold of the postings of any narrative, whatever it says: narratives made up of
counts, wholes, parts and repeats."""

import ast
import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from disclosure_stats import postings, read_postings
from disclosure_stats.store.schemas import CHANNELS

few_counts = st.sampled_from([0, 1, 3, 40, 97, 245, 342])  # few, so that figures recur and add up
phrases = st.one_of(
    st.builds(
        "{}{}{}条".format,
        st.sampled_from(["", "网站", "公众号", "公示栏公开", "财政信息", "共", "全年公开政府信息"]),
        st.sampled_from(["", "发布", "信息"]),
        few_counts,
    ),
    st.builds("共{}{}".format, few_counts, st.sampled_from(["条", "期", "余条", "次"])),
    st.sampled_from(["收到申请3件", "同比增长20%", "其中", "包括", "分别为", "1.", "（二）"]),
)
joints = st.sampled_from(["，", "、", "；", "。", "：", "（", "）", "，其中", "。其中", "\n", ""])


@st.composite
def narratives(draw: st.DrawFn) -> str:
    """Phrases in any order, with a whole and its parts somewhere, perhaps given again."""
    pieces = draw(st.lists(st.tuples(phrases, joints), min_size=1, max_size=12))
    parts = draw(st.lists(st.sampled_from([1, 40, 97, 245]), min_size=1, max_size=3))
    named = "，".join(
        f"{name}{part}条" for name, part in zip(("网站", "公众号", "动态"), parts, strict=False)
    )
    whole = draw(
        st.sampled_from(
            [f"公开信息{sum(parts)}条，其中{named}。", f"{named}，共{sum(parts)}条。", ""]
        )
    )
    told = [phrase + joint for phrase, joint in pieces]
    for _ in range(draw(st.integers(1, 2))):
        told.insert(draw(st.integers(0, len(told))), whole)
    return "".join(told)


@given(narratives())
def test_no_narrative_raises_and_parts_have_wholes(text: str) -> None:
    postings = read_postings(text)
    ids = set(postings["posting_id"])
    assert set(postings["channel"]) <= set(CHANNELS)
    assert set(postings["parent_id"].dropna()) <= ids
    parents = dict(zip(postings["posting_id"], postings["parent_id"].fillna(0), strict=True))
    for posting in ids:  # whoever climbs from part to whole arrives at the top
        for _ in ids:
            posting = parents.get(posting, 0)
        assert posting == 0
    assert set(read_postings(text, explain=True)["posting_id"].dropna()) <= ids


def test_a_repeated_whole_behind_its_parts() -> None:
    postings = read_postings("全年公开政府信息342条。网站97条，公众号245条，共342条。")
    assert postings["count"].tolist() == [342, 97, 245]
    assert postings["parent_id"].fillna(0).tolist() == [0, 1, 1]


def test_all_vocabulary_stands_in_toml_files() -> None:
    """No string of the room's modules holds an ideograph, but docstrings, which give examples."""
    for module in Path(postings.__file__).parent.glob("*.py"):
        tree = ast.parse(module.read_text(encoding="utf-8"))
        docstrings = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        strings = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docstrings
        ]
        words = [text for text in strings if re.search("[\u3007\u3400-\u9fff]", text)]
        assert words == [], module.name


CLASSES = st.sampled_from(
    ["机构设置", "应急管理", "公开栏目建设", "每日头条", "招考录用", "会议召开", "广播电视管理"]
    + ["领导信息", "财政资金", "办理流程", "投诉举报指南", "审批结果", "组织概况", "网站维护"]
)
heads = st.sampled_from(["网站公开信息", "全年公开信息", "公众号推送图文"])


@given(heads, st.lists(st.tuples(CLASSES, st.integers(1, 99)), min_size=3, max_size=7), st.data())
def test_what_a_class_is_called_never_changes_a_count(
    head: str, items: list[tuple[str, int]], data: st.DataObject
) -> None:
    other = data.draw(st.lists(CLASSES, min_size=len(items), max_size=len(items)))

    def told(names: list[str]) -> list[tuple[object, ...]]:
        listed = "、".join(
            f"{name}{count}条" for name, (_, count) in zip(names, items, strict=True)
        )
        text = f"{head}{sum(count for _, count in items)}条，其中{listed}。"
        found = read_postings(text)[["channel", "count", "parent_id"]]
        return list(found.fillna(0).itertuples(index=False, name=None))

    as_first = told([name for name, _ in items])
    assert [count for _, count, _ in as_first[1:]] == [count for _, count in items]
    assert {parent for _, _, parent in as_first[1:]} == {1}
    assert told(other) == as_first


INDEPENDENT = st.sampled_from(
    [
        "网站公开信息{}条",
        "公众号推送图文{}篇，阅读量2万次",
        "公示栏更新内容{}期",
        "通过微博、抖音发布信息{}条",
        "收到申请{}件",
        "召开村民会议{}次",
        "全年通过大喇叭广播政策{}次",
        "清理过期信息{}条",
    ]
)


@given(INDEPENDENT, INDEPENDENT, st.integers(1, 999), st.integers(1, 999))
def test_joining_independent_sentences_changes_nothing(
    one: str, other: str, first: int, second: int
) -> None:
    texts = [one.format(first), other.format(second)]

    def told(*parts: str) -> list[tuple[object, ...]]:
        columns = ["channel", "count", "unit", "approximate", "period"]
        return [
            row
            for part in parts
            for row in read_postings(part)[columns].itertuples(index=False, name=None)
        ]

    apart = told(*(f"{text}。" for text in texts))
    for joint in "。；":
        joined = told(f"{texts[0]}{joint}{texts[1]}。")
        if len(set(apart)) == len(apart):  # the same said again is one posting
            assert joined == apart, joint
