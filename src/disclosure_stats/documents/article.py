"""Which part of a page is the report: from its title to where its last part ends.

Told by the report's own parts, never by how a site names its boxes: the article is the innermost
container that holds its headings and its tables.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from disclosure_stats.documents.flow import Attachment, Block, Flow, Paragraph, Table
from disclosure_stats.documents.page_marks import without_page_marks
from disclosure_stats.documents.site import county_of, township_of, trail_of
from disclosure_stats.forms import ERAS, load_form
from disclosure_stats.forms.part_headings import WHOLE_HEADINGS

_HEADING = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,2}[、.．,，]|第[一二三四五六七八九十]{1,2}部分|[(（][一二三四五六]{1,2}[)）])"
    r"[^。；]{2,40}"
)
_TOP_NUMBER = re.compile(r"[一二三四五六七八九十]{1,2}[、.．,，]|第[一二三四五六七八九十]{1,2}部分")
_BARE_HEADING = re.compile(rf"(?:\W|[\dA-Za-z]){{0,8}}(?:概述|{WHOLE_HEADINGS})\s*")
# A sentence that announces the report (现将…报告如下：) is none.
_TITLE = re.compile(
    r"(?!现[将就])[^。；，]{0,50}公开[^。；，]{0,30}(?:报告|年报)(?!如下)[^。；，]{0,12}"
)
_LABEL = re.compile("^[^:：]{2,8}[:：]")
# In the box about the page, whose words stand apart: 发布机构：某某镇 发布日期：….
_PUBLISHER = re.compile(
    r"(?:发布|发文|公开)(?:机构|机关|单位|部门)\s*[:：]?\s*([^\s:：]+)(?=\s|$)"
    r"|来源\s*[:：]\s*([^\s:：]{2,20}(?:镇|乡|街道)(?:人民政府|办事处|党政.{0,4})?)(?=\s|$)"
)
_NUMERALS = "[一二三四五六七八九十]{1,2}"
_NUMBER_ALONE = re.compile(rf"{_NUMERALS}[、.．,，]|第{_NUMERALS}部分")
_BARE_NUMBER = re.compile(rf"{_NUMERALS}|{_NUMBER_ALONE.pattern}|(?:part)?\W{{0,2}}\d{{1,2}}", re.I)
_YEAR = re.compile("20[0-3][0-9]|二[〇○零]..")
_NAMES_NO_BODY = re.compile(
    r"[《(（]?(?:(?:20[0-3][0-9]|二[〇○零]..)年?度?)?(?:关于|政府信息|政务|信息)"
)
_FIRST_BLOCKS = 6  # of an article, among which its own title is
_MIN_LINKED = 0.5  # of a paragraph's characters: navigation
_ENDS_OF_SENTENCES = ("。", "；")  # a paragraph with one is text, links in it or not
_NAMES_REPORT = re.compile("公开.*(?:报告|年报)")
_MAX_ATTACHMENTS = 3  # of one article: the same report as PDF and as Word file, a table
_PARTS_OF_TITLE = re.compile(r"[-_|—–－|｜>＞]+")
_OF_LABEL = re.compile("[\u4e00-\u9fff]{2}")
# 3.其他 is a label, and —— stands for the unit of a title.
_VALUE = re.compile(r"(?:\d[\d.,]*)?\d[^\d.]{0,2}|[-—/无]")
_MIN_ANCHORS = 2
_MIN_REPEATED = 6  # characters: what is shorter may stand twice in one article
_MIN_COPIED_ROWS = 5  # labels of tables that stand outside of them, one below the other
_MIN_INDEX = 3  # headings without anything between them
_MIN_COPY = 0.4  # of all characters stand there twice: a copy of the article


def article_of(flow: Flow) -> list[Block]:
    """The blocks of the report in a page, its title above them.

    What is navigation is left out everywhere. Where no part of a report is found, all the rest is.
    """
    blocks = with_whole_headings(without_page_marks(_without_navigation(flow.blocks)))
    anchors = [block for block in blocks if _is_anchor(block)]
    if len(anchors) < _MIN_ANCHORS:
        return _with_title(blocks, blocks, flow.title)
    path = _common([block.path for block in anchors])
    inside = [n for n, block in enumerate(blocks) if block.path[: len(path)] == path]
    article = blocks[inside[0] : inside[-1] + 1]
    above = blocks[: inside[0]]
    article = _without_index(_without_copied_rows(_without_copied_columns(_read_once(article))))
    set_titles_apart(article)
    trail = trail_of(flow.blocks)
    article = _with_title(above, article, flow.title)
    article = _with_publisher(above, article, township_of(trail))
    county = county_of(flow.blocks, flow.title, trail)
    return [Paragraph([f"主办：{county}人民政府。"]), *article] if county else article


def _without_navigation(blocks: Sequence[Block]) -> list[Block]:
    """The blocks but those that are links. A heading may be one, if it stands alone among text:
    headings one below the other are a list of contents."""
    links = [_is_navigation(block) for block in blocks]
    heads = [link and _is_anchor(block) for block, link in zip(blocks, links, strict=True)]
    return [
        block
        for n, block in enumerate(blocks)
        if not links[n] or heads[n] and sum(heads[max(n - 1, 0) : n + 2]) == 1
    ]


def with_whole_headings(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with headings in one whose number stands in a paragraph or a cell of its own."""
    whole: list[Block] = []
    for block in blocks:
        if isinstance(block, Table) and _is_heading_in_cells(block):
            text = "".join([cell.text.strip() for cell in block.cells])
            block = Paragraph([text], path=block.path)
        elif isinstance(block, Paragraph) and whole and _is_number_of(whole[-1], block):
            first, *others = block.lines
            number = _text(whole.pop()).strip()
            block = replace(block, lines=[f"{number} {first.strip()}", *others])
        whole.append(block)
    return whole


def _is_heading_in_cells(table: Table) -> bool:
    first = table.cells[0].text.strip()
    return (
        table.rows == 1
        and _NUMBER_ALONE.fullmatch(first) is not None
        and _HEADING.fullmatch(table.squeezed) is not None
    )


def _is_number_of(before: Block, block: Paragraph) -> bool:
    """Whether a block is the number of a heading, and nothing else, whose words the next has."""
    if not isinstance(before, Paragraph):
        return False
    is_number = _BARE_NUMBER.fullmatch(before.text.strip()) is not None
    return is_number and _BARE_HEADING.fullmatch(block.squeezed) is not None


def set_titles_apart(article: Sequence[Block]) -> None:
    """Sets the titles of further reports apart from the text, as sites do with the first: they
    stand between statutory tables, and none above says the same; one that does is a running head,
    unless it is centred and names no body."""
    titles = [n for n, b in enumerate(article) if isinstance(b, Paragraph) and _is_title(b)]
    tables = [n for n, b in enumerate(article) if isinstance(b, Table) and _is_statutory(b)]
    said: set[str] = set()
    for number in titles:
        block = article[number]
        is_between = bool(tables) and tables[0] < number < tables[-1]
        if is_between and isinstance(block, Paragraph) and _YEAR.search(block.text):
            is_new = block.squeezed not in said
            may_stand_again = block.is_centred and _NAMES_NO_BODY.match(block.squeezed) is not None
            block.is_centred = is_new or may_stand_again
        said.add(block.squeezed)


def _read_once(article: list[Block]) -> list[Block]:
    """The article without a second copy of it: one for other screens, or to be printed. What stands
    below another title is another report's: many print the same noughts."""
    seen: set[tuple[str, str]] = set()
    titles: list[str] = []
    title = ""
    first: list[Block] = []
    again = total = 0
    for block in article:
        text = block.squeezed
        total += len(text)
        if isinstance(block, Paragraph) and _is_title(block) and _YEAR.search(text):
            title = next((one for one in titles if one in text or text in one), text)
            titles.append(title)
        if (title, text) in seen and (again or len(text) >= _MIN_REPEATED):
            again += len(text)
        else:
            first.append(block)
        seen.add((title, text))
    return first if again > _MIN_COPY * total else article


def _without_copied_rows(article: Sequence[Block]) -> list[Block]:
    """The article without the rows of its tables that stand beside them as lines once more, for
    narrow screens or to stay in sight."""
    labels = {
        "".join(cell.text.split())
        for block in article
        if isinstance(block, Table) and _is_statutory(block)
        for cell in block.cells
    }
    kept: list[Block] = []
    for is_text, run in itertools.groupby(article, lambda block: isinstance(block, Paragraph)):
        blocks = list(run)
        copied = [
            n
            for n, block in enumerate(blocks)
            if is_text and block.squeezed in labels and not block.squeezed.isdecimal()
        ]
        if len(copied) >= _MIN_COPIED_ROWS:
            del blocks[copied[0] : copied[-1] + 1]
        kept += blocks
    return kept


def _without_copied_columns(article: Sequence[Block]) -> list[Block]:
    """The article without the first columns of a table that stand beside it as a table of their
    own, to stay in sight."""
    tables = [block for block in article if isinstance(block, Table)]
    texts = {id(table): {"".join(cell.text.split()) for cell in table.cells} for table in tables}
    copies = {
        id(one)
        for one, whole in itertools.product(tables, tables)
        if len(one.cells) < len(whole.cells)
        and texts[id(one)] <= texts[id(whole)]
        and any(map(_OF_LABEL.search, texts[id(one)]))
        and not any(map(_VALUE.fullmatch, texts[id(one)]))
    }
    return [block for block in article if id(block) not in copies]


def _without_index(article: Sequence[Block]) -> list[Block]:
    """The article without a list of its headings: some in a row, all of which stand again below,
    or are the labels of as many containers that follow, which they are put into."""
    below: set[str] = set()
    kept: list[Block] = []  # from the last to the first
    run: list[Block] = []
    for block in (*reversed(article), None):
        if block is not None and top_headings([block]):
            run.append(block)
            continue
        counts = Counter([heading.squeezed for heading in run])
        own = sum(count > 1 for count in counts.values())  # those below the list, next to it
        below |= {heading.squeezed for heading in run[:own]}
        kept += run[:own]
        del run[:own]
        names = set(counts)
        if len(names) < _MIN_INDEX:
            kept += run
        elif not names <= below:
            kept = _labelled(kept, run)
        below |= names
        run = []
        if block is not None:
            kept.append(block)
            below.add(block.squeezed)
    return kept[::-1]


def _labelled(following: list[Block], labels: Sequence[Block]) -> list[Block]:
    """The blocks `following` some labels, each of which stands where its container begins if they
    are as many; all of it from the last to the first."""
    lists = {label.path[:-1] for label in labels}  # what they stand in: one list, if they are such
    for parent, beginnings in _containers(following):
        if len(beginnings) == len(labels) and parent not in lists:
            label_at = dict(zip(beginnings, reversed(labels), strict=True))
            return [
                one
                for position, block in enumerate(following)
                for one in (block, label_at.get(position))
                if one is not None
            ]
    return [*following, *labels]


def _containers(following: Sequence[Block]) -> Iterator[tuple[tuple[int, ...], list[int]]]:
    """Of each container that the first of the blocks `following` stands in (the last of them), from
    the outermost: its path, and where the containers in it begin."""
    if not following:
        return
    last = len(following) - 1
    first = following[last].path
    beginnings: list[list[int]] = [[last] for _ in first]
    shared = len(first) - 1
    for position in range(last - 1, -1, -1):
        depth = len(_common([following[position].path, following[position + 1].path]))
        if depth <= shared:
            shared = depth
            beginnings[depth].append(position)
    for depth, positions in enumerate(beginnings):
        yield first[:depth], positions


def attached_report(flow: Flow) -> Sequence[Attachment]:
    """The documents that a page links to in place of the report; none where it lists many."""
    named = [one for one in flow.attachments if _NAMES_REPORT.search(one.text)]
    if named:
        return named if len(named) <= _MAX_ATTACHMENTS else ()
    texts = [block.text for block in flow.blocks if isinstance(block, Paragraph)]
    has_title = any(_NAMES_REPORT.search(text) for text in (*texts, flow.title))
    return flow.attachments if has_title and len(flow.attachments) <= _MAX_ATTACHMENTS else ()


def holds_report(blocks: Sequence[Block]) -> bool:
    """Whether a statutory table is among them."""
    return any(isinstance(block, Table) and _is_statutory(block) for block in blocks)


def holds_parts(blocks: Sequence[Block]) -> bool:
    """Whether parts of a report are among them, be they headings alone."""
    return sum([_is_anchor(block) for block in blocks]) >= _MIN_ANCHORS


def _with_title(above: Sequence[Block], article: list[Block], page_title: str) -> list[Block]:
    """The article with the nearest title above it that names a year, or with that of the page's
    window, where it has none such of its own; else as it is, or with any title above it. Where it
    begins with one that names a year and no body, one on that year that does is put above it."""
    own = _own_titles(article)
    years = [year[0] for block in own if (year := _YEAR.search(block.text))]
    if years and not (own[0] is article[0] and _NAMES_NO_BODY.match(own[0].squeezed)):
        return article
    texts = [text for block in reversed(above) for text in _texts_of(block)]
    texts += _PARTS_OF_TITLE.split(page_title)
    texts = [_LABEL.sub("", "".join(text.split())) for text in texts]
    titles = [text for text in texts if _TITLE.fullmatch(text)]
    dated = [title for title in titles if _YEAR.search(title)]
    if years:
        dated = [t for t in dated if years[0] in t and not _NAMES_NO_BODY.match(t)]
    for title in dated or ([] if own else titles):
        return [Paragraph([title], is_centred=True), *article]
    return article


def _with_publisher(
    above: Sequence[Block], article: list[Block], township: str | None
) -> list[Block]:
    """The article with the publisher that a box above it names, or the `township` in whose part of
    the site it stands, where no title of it names a body."""
    own = _own_titles(article)
    if not all(_NAMES_NO_BODY.match(block.squeezed) for block in own):
        return article
    texts = [" ".join(_texts_of(block)) for block in above]
    found = next(filter(None, map(_PUBLISHER.search, texts)), None)
    named = (found[1] or found[2]) if found else township
    return [Paragraph([f"发布机构：{named}"]), *article] if named else article


def _own_titles(article: Sequence[Block]) -> list[Paragraph]:
    """The titles that an article begins with."""
    return [b for b in article[:_FIRST_BLOCKS] if isinstance(b, Paragraph) and _is_title(b)]


def _texts_of(block: Block) -> list[str]:
    """A paragraph's text, or those in a table, which may be one about the article: 名称 | …报告."""
    return [block.text] if isinstance(block, Paragraph) else [cell.text for cell in block.cells]


def _is_title(block: Paragraph) -> bool:
    if block.linked or "公开" not in (text := block.squeezed):
        return False
    return _TITLE.fullmatch(text) is not None


def _is_navigation(block: Block) -> bool:
    linked = _linked(block)
    if not linked:
        return False
    text = _text(block).strip()
    if any(end in text for end in _ENDS_OF_SENTENCES):
        return False
    return linked >= _MIN_LINKED * len(text)


def _is_anchor(block: Block) -> bool:
    """Whether a block is one that only the article has."""
    if isinstance(block, Table):
        return _is_statutory(block)
    return any(_HEADING.fullmatch(line) or _BARE_HEADING.fullmatch(line) for line in block.lines)


def _linked(block: Block) -> int:
    """How many characters of a block are links."""
    if isinstance(block, Paragraph):
        return block.linked
    return sum([paragraph.linked for cell in block.cells for paragraph in cell.paragraphs])


def _text(block: Block) -> str:
    return "".join(_texts_of(block))


def top_headings(blocks: Sequence[Block]) -> list[str]:
    """The headings of a report's parts among the paragraphs of `blocks`, as printed."""
    return [
        line
        for block in blocks
        if isinstance(block, Paragraph)
        for line in map(str.strip, block.lines)
        if (_TOP_NUMBER.match(line) and _HEADING.fullmatch(line)) or _BARE_HEADING.fullmatch(line)
    ]


def statutory_tables(blocks: Sequence[Block]) -> frozenset[str]:
    """Which of the `marks` tell of tables that are among `blocks`."""
    texts = [block.squeezed for block in blocks if isinstance(block, Table)]
    found = (names for mark, names in marks().items() if any(mark in text for text in texts))
    return frozenset().union(*found)


def _is_statutory(table: Table) -> bool:
    text = table.squeezed
    return any(mark in text for mark in marks())


@cache
def marks() -> dict[str, frozenset[str]]:
    """What only the tables of the forms print, and which tables then are there; the statistics form
    stands for all, as no report has it beside others."""
    found = {"本列数据的勾稽关系": frozenset(["requests"])}
    found["未经复议直接起诉"] = frozenset(["appeals"])
    for form in map(load_form, ERAS):
        is_list = "indicators" in form.tables
        names = ("disclosures", "requests", "appeals") if is_list else ("disclosures",)
        found |= dict.fromkeys(form.landmarks, frozenset(names))
    return found


def _common(paths: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    """The containers that all of `paths` begin with."""
    common = paths[0]
    for path in paths:
        pairs = enumerate(zip(common, path, strict=False))
        end = next((n for n, (own, other) in pairs if own != other), len(path))
        common = common[:end]
    return common
