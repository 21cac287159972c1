"""What must hold of the postings of any narrative, whatever it says: narratives made up of
counts, wholes, parts and repeats."""

import ast
import re
from pathlib import Path

from hypothesis import given, settings
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
@settings(deadline=None, max_examples=400)
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
