"""Whose site a page stands on, and under which of its bodies: by what is around the article."""

import re
from collections.abc import Iterator, Sequence

from disclosure_stats.documents.flow import Block, Paragraph
from disclosure_stats.text.han import HAN

_TRAIL = re.compile(r"(?:[^>＞›»→]{0,8}位置[:：]?)?首页[>＞›»→]")
_BETWEEN = re.compile("[>＞›»→]+")
_DIVISION = rf"{HAN}{{2,6}}(?:[县旗]|(?<!县)区)"
_COUNTY = re.compile(rf"({_DIVISION})(?:(?<!区)|人民政府)")  # of sites there are 专区, too
_TOWNSHIP = re.compile(rf"{HAN}{{2,6}}(?<!乡)(?<!街)(?:镇|乡|街道)(?:人民政府|办事处)?")
_OWNER = re.compile(
    rf"(?:(?:主办|版权所有)(?:单位)?[:：]?\s*)?({_DIVISION})人民政府"
    rf"(?:办公室|(?:门户)?网站?)?(?!{HAN})"
)
_PARTS_OF_TITLE = re.compile("[-_|—–－｜>＞]+")


def trail_of(blocks: Sequence[Block]) -> list[str]:
    """The names in the line that says where in its site a page stands, the outermost first."""
    texts = (block.squeezed for block in blocks if isinstance(block, Paragraph))
    trail = next((text for text in texts if _TRAIL.match(text)), "")
    return _BETWEEN.split(trail)[1:]


def township_of(trail: Sequence[str]) -> str | None:
    """The township whose part of a site a page stands in."""
    return next((name for name in reversed(trail) if _TOWNSHIP.fullmatch(name)), None)


def county_of(blocks: Sequence[Block], title: str, trail: Sequence[str]) -> str | None:
    """The county whose site it is, if there is one alone: by the trail, by the title of the window,
    or by a line that names the government or who runs the site."""
    named = {*_owners(blocks, title)}
    named |= {match[1] for name in trail if (match := _COUNTY.fullmatch(name))}
    return named.pop() if len(named) == 1 else None


def _owners(blocks: Sequence[Block], title: str) -> Iterator[str]:
    lines = [line for block in blocks if isinstance(block, Paragraph) for line in block.lines]
    for text in (*_PARTS_OF_TITLE.split(title), *lines):
        if match := _OWNER.match(text.strip()):
            yield match[1]
