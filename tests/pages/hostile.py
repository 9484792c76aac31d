"""What somebody may write who wants it to be obeyed, and how to see whether it was."""

import re
from urllib.parse import urlsplit

from bs4 import Tag

from tests.pages.client import Page

# For every field: out of an element, an attribute, a comment, a script, a template.
TEXTS = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><img src=x onerror=alert(1)>',
    "'><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" x="',
    "' onmouseover='alert(1)' x='",
    "` onmouseover=alert(1) `",
    " autofocus onfocus=alert(1) x=",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</form><form action=https://evil.example><input name=x>",
    "<form action=/logout method=post><button>x</button></form>",
    "--><script>alert(1)</script><!--",
    "<!--",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<svg/onload=alert(1)>",
    "<math><mi xlink:href=javascript:alert(1)>x</mi></math>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<base href=https://evil.example>",
    "<meta http-equiv=refresh content=0;url=https://evil.example>",
    "<link rel=stylesheet href=https://evil.example>",
    "<style>*{display:none}</style>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "javascript:alert(1)",
    "{{ 7 * 7 }}{% raw %}${7*7}#{7*7}",
    "%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e",
    "<scr\u0131pt>alert(1)</scr\u0131pt>",
    "\u202e<script>alert(1)",
    "<ScRiPt\x0b\x0c>alert(1)</ScRiPt >",
]

# For the body of an article alone, which is Markdown.
MARKDOWN = [
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](<java\nscript:alert(1)>)",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](&#x01;javascript:alert(1))",
    "[x](<\x01javascript:alert(1)>)",
    "[x](%6aavascript:alert(1))",
    "[x](javascript%3Aalert(1))",
    "[x](vbscript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](file:///etc/passwd)",
    "[x](blob:https://evil.example)",
    "[x]: javascript:alert(1)\n\n[x]",
    "[x]:\n  javascript:alert(1)\n\n[x][x]",
    "<javascript:alert(1)>",
    "<data:text/html,alert(1)>",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "![x](data:image/png;base64,AAAA)",
    '![x" onerror="alert(1)](http://e.org/a.png)',
    '![x](http://e.org/a.png"onerror=alert(1))',
    "![x](http://e.org/a.png 'x\" onerror=\"alert(1)')",
    '[x](http://e.org "x\\" onmouseover=alert(1)")',
    '[x](http://e.org/"onmouseover=alert(1)//)',
    '```"><script>alert(1)</script>\nx\n```',
    "```x onmouseover=alert(1)\nx\n```",
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    "# <script>alert(1)</script>",
    "| <script>alert(1)</script> |\n|---|\n| <img src=x onerror=alert(1)> |",
    "<div class=navbar id=x style=position:fixed>x</div>",
    "<a href=http://e.org target=_blank onclick=alert(1)>x</a>",
    "<p\n onclick=alert(1)>x</p>",
    "\\<script>alert(1)\\</script>",
    '<http://e.org/"onmouseover="alert(1)>',
    "<details open ontoggle=alert(1)>x</details>",
    'x<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<svg><style><!--</style><img src=x onerror=alert(1)>",
]

FORBIDDEN = set("iframe object embed base math frame frameset applet style template".split())
ADDRESSES = set("href src action formaction srcset poster data cite ping xlink:href".split())
SCHEMES = {"", "http", "https", "mailto"}
IN_AN_ARTICLE = set(
    "p br hr h2 h3 h4 h5 h6 blockquote pre code em strong s del ul ol li a img"
    " table thead tbody tr th td".split()
)
ATTRIBUTES = set("href title rel src alt start class align colspan rowspan loading".split())


def scheme(address: str) -> str:
    """Return the scheme that a browser would find in an address."""
    try:
        return urlsplit(re.sub(r"[\x00-\x20]", "", address)).scheme.lower()
    except ValueError:
        return address


def assert_harmless(page: Page) -> None:
    """See that a page has no script but the site's own, and leads nowhere but over the web."""
    for element in page.soup.find_all(True):
        assert element.name not in FORBIDDEN, element
        if element.name == "script":
            assert element["src"].startswith("/static/"), element
            assert not element.get_text().strip(), element
        elif element.name == "link":
            assert element["href"].startswith("/static/"), element
        elif element.name == "form":
            assert re.match("/(?!/)", element["action"]), element
        for name, value in element.attrs.items():
            assert not name.lower().startswith("on"), element
            assert name.lower() not in {"style", "srcdoc", "autofocus", "http-equiv"}, element
            if name.lower() in ADDRESSES:
                assert scheme(str(value)) in SCHEMES, element


def assert_only_text(content: Tag) -> None:
    """See that an article's text, beside its tags, holds nothing but what Markdown makes."""
    for element in content.select(":not(.tag-list, .tag-list *)"):
        assert element.name in IN_AN_ARTICLE, element
        assert set(element.attrs) <= ATTRIBUTES, element
        assert not element.has_attr("class") or element.name == "code", element
        if element.name == "a" and element.has_attr("href"):
            assert "nofollow" in element["rel"], element


def skeleton(page: Page) -> list[tuple[str, ...]]:
    """Return the elements of a page with the names of their attributes, and none of the text.

    Left out is what is the same for nobody: the popular tags, and the text of an article.
    """
    left_out = [page.soup.find(class_=name) for name in ("sidebar", "article-content")]
    ids = {id(element) for some in left_out if some for element in some.find_all(True)}
    return [
        (element.name, *sorted(element.attrs))
        for element in page.soup.find_all(True)
        if id(element) not in ids
    ]
