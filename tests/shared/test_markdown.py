"""Markdown becomes HTML, and nothing that it says becomes a script."""

import pytest
from bs4 import BeautifulSoup

from shared.markdown import render

RICH = """\
# First

A *word*, a **strong** one, ~~a wrong one~~, `code`.

## Second

1. one
2. two

> quoted

| a | b |
|---|---|
| 1 | 2 |

```python
print("<b>")
```

![alt](https://example.org/a.png "title") and [a link](https://example.org "there")
"""


def test_what_markdown_has_is_rendered():
    names = {element.name for element in BeautifulSoup(render(RICH), "html.parser").find_all()}
    assert names >= {
        "p",
        "em",
        "strong",
        "s",
        "code",
        "ol",
        "li",
        "blockquote",
        "table",
        "th",
        "td",
    }
    assert names >= {"pre", "img", "a"}


def test_headings_stand_below_the_title_of_the_page():
    soup = BeautifulSoup(render(f"{RICH}\n###### Sixth"), "html.parser")
    assert not soup.find("h1")
    assert [soup.h2.text, soup.h3.text, soup.h6.text] == ["First", "Second", "Sixth"]


def test_a_link_vouches_for_nothing():
    assert set(BeautifulSoup(render(RICH), "html.parser").a["rel"]) >= {
        "nofollow",
        "ugc",
        "noopener",
    }


def test_html_is_shown_and_not_obeyed():
    assert render("<b>x</b>") == "<p>&lt;b&gt;x&lt;/b&gt;</p>\n"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt&colon;alert(1))",
        "[x](&#106;avascript:alert(1))",
        "![x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](data:image/svg+xml,<svg/onload=alert(1)>)",
        "[x](vbscript:x)",
        "<javascript:alert(1)>",
        '[x](https://a"onmouseover="alert(1))',
        '```"><script>alert(1)</script>\nx\n```',
        "[a]: javascript:alert(1)\n\n[a]",
    ],
)
def test_a_script_stays_a_text(text):
    for element in BeautifulSoup(render(text), "html.parser").find_all():
        assert element.name not in {"script", "svg", "iframe", "style"}
        for name, value in element.attrs.items():
            assert not name.startswith("on")
            if name in {"href", "src"}:
                assert value.startswith(("http://", "https://", "mailto:"))
