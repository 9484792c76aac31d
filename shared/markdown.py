"""Markdown to HTML that is safe to show, whoever wrote it.

An article is rendered once, when it is written: ``articles.body_html`` keeps the result. When the
rules here change, ``shared.rerender`` renders all articles again.
"""

import nh3
from markdown_it import MarkdownIt
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


def render(text: str) -> str:
    """Return a text in Markdown (CommonMark, with tables and strike-through) as HTML.

    HTML in the text is shown, not obeyed. What the parser lets through is checked once more, by a
    sanitiser that knows nothing of Markdown.
    """
    return nh3.clean(
        _parser.render(text),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="nofollow ugc noopener noreferrer",
    )


def _lower_headings(state: StateCore) -> None:
    """Turn every heading into one of the next level: the page has its title already."""
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"


_parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_parser.core.ruler.push("lower_headings", _lower_headings)
