"""Markdown to HTML that is safe to show, whoever wrote it.

An article is rendered once, when it is written: ``articles.body_html`` keeps the result. When the
rules here change, ``shared.rerender`` renders all articles again.
"""

from collections.abc import MutableMapping
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, table
from markdown_it.rules_core import StateCore

SCHEMES = {"http", "https", "mailto"}
TAGS = {
    *("p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "code"),
    *("em", "strong", "s", "ul", "ol", "li", "a", "img"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "code": {"class"},  # names the language
}

# A few characters may stand for many: a row of a table for as many cells as its header has, and
# "[a]" for an address. 100,000 of them would become HTML of 4 and of 600 million characters.
MOST_CELLS = 10_000  # in all tables of a text; what exceeds them is a paragraph
MOST_REFERENCED = 100_000  # characters that references stand for, as in cmark


def render(text: str) -> str:
    """Return a text in Markdown (CommonMark, with tables and strike-through) as HTML.

    HTML in the text is shown, not obeyed. What the parser lets through is checked once more, by a
    sanitiser that knows nothing of Markdown.
    """
    left: MutableMapping[str, Any] = {"references": _References(), "cells": MOST_CELLS}
    return nh3.clean(
        _parser.render(text, left),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="nofollow ugc noopener noreferrer",
    )


class _References(dict[str, dict[str, str]]):
    """The link definitions of a text, found until their uses exceed ``MOST_REFERENCED``."""

    left = MOST_REFERENCED

    def get(self, label: str, default: Any = None) -> Any:
        """Return the definition that a label stands for, or *default*."""
        definition = super().get(label)
        if definition:
            self.left -= len(definition["href"]) + len(definition["title"])
        return definition if self.left >= 0 else default


def _limited_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Parse a table, with no more rows than ``MOST_CELLS`` leaves."""
    if silent:
        return table(state, start, end, silent)
    columns = state.src.count("|", state.bMarks[start], state.eMarks[start]) + 1
    rows = state.env["cells"] // columns
    tokens = len(state.tokens)
    found = rows > 0 and table(state, start, min(end, start + 1 + rows), silent)
    state.env["cells"] -= (len(state.tokens) - tokens) // 3  # each cell is three tokens
    return found


def _lower_headings(state: StateCore) -> None:
    """Turn every heading into one of the next level: the page has its title already."""
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"


_parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_parser.block.ruler.at("table", _limited_table, {"alt": ["paragraph", "reference"]})
_parser.core.ruler.push("lower_headings", _lower_headings)
