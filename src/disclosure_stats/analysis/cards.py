"""How reports and datasets show themselves: a title, a few facts, in plain text and in HTML."""

from collections.abc import Mapping
from html import escape


def text_card(title: str, facts: Mapping[str, str]) -> str:
    """The title and a line a fact, their names aligned; a fact may have several lines."""
    width = max(map(len, facts), default=0)
    below = "\n" + " " * (width + 4)
    lines = (f"  {name:{width}}  {fact.replace(chr(10), below)}" for name, fact in facts.items())
    return "\n".join([title, *lines])


def html_card(title: str, facts: Mapping[str, str]) -> str:
    """The same as a small HTML table, escaped: the text comes from strangers' files."""
    rows = "".join(
        f'<tr><th style="text-align:left">{escape(name)}</th>'
        f'<td style="text-align:left;white-space:pre-line">{escape(fact)}</td></tr>'
        for name, fact in facts.items()
    )
    return f"<table><caption>{escape(title)}</caption>{rows}</table>"
