"""Every variant shows the same page, byte for byte, also where the contract is silent."""

import re
from dataclasses import dataclass
from difflib import unified_diff
from functools import partial
from urllib.parse import quote, urlencode

import httpx2
import pytest

from tests.contract.client import PASSWORD, unique
from tests.pages.client import Browser, destination
from tests.variants.keepalive import KEEP_ALIVE
from tests.variants.page_samples import (
    CONDITIONS,
    FAILURES,
    FORM,
    METHODS,
    ODD_READS,
    READS,
    WRITES,
)

HEADERS = [
    "Location", "Cache-Control", "Content-Security-Policy", "Referrer-Policy", "ETag",
    "X-Content-Type-Options", "Content-Range", "Access-Control-Allow-Origin", "Last-Modified",
    "Allow",
]  # fmt: skip
# Lists, whose order says nothing.
LISTS = ["Vary"]
TOKEN = re.compile(r'(?<=value=")[0-9]*##[0-9a-f]{40}')
# What differs from one scene to the next, whoever set it.
VARYING = {
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z": "TIME",
    r"/comments/\d+/": "/comments/ID/",
    r"-[0-9a-f]{8}(?:[0-9a-f]{2})?\b": "-SUFFIX",  # of a slug, or of a name that is escaped
}
SAFE = [*READS, *ODD_READS, *CONDITIONS, *METHODS, *FAILURES]


@pytest.fixture(scope="module")
def sites(apis):
    """Return the addresses of all variants, and how to open a browser at one of them."""
    addresses = {name: str(api.http.base_url).rstrip("/") for name, api in apis.items()}
    with httpx2.HTTPTransport(limits=KEEP_ALIVE, trust_env=False) as transport:
        yield {name: partial(Browser.new, url, transport) for name, url in addresses.items()}


@dataclass(frozen=True)
class Scene:
    """What the samples name, and the sessions of a user and of nobody, good on every variant."""

    names: dict[str, str]
    sessions: dict[str, tuple[dict[str, str], str]]

    def fill_in(self, text):
        """Replace the names in braces by what they stand for."""
        for name, value in self.names.items():
            text = text.replace(f"{{{name}}}", value)
        return text


def set_scene(new_browser):
    """Let two users write articles and comments, like and follow."""
    me, other = (new_browser().api.register(word) for word in ("me", "other"))
    tag, odd_tag, title = unique("tag"), unique("a b?c#d%e&f+g\"h'é日"), unique("title")
    mine = me.publish(title=title, tagList=[tag, odd_tag])["slug"]
    theirs = other.publish(tagList=[tag, odd_tag])["slug"]
    comment = me.comment(mine, "One\n\n<two>")
    their_comment = other.comment(mine)
    me.post(f"/profiles/{other.username}/follow")
    me.post(f"/articles/{mine}/favorite")
    other.put("/user", {"user": {"bio": "A <b>\n& more", "image": "https://e.org/?a&b"}})
    names = {
        "me": me.username,
        "ME": me.username.upper(),
        "other": other.username,
        "title": title,
        "tag": tag,
        "odd_tag": quote(odd_tag, safe=""),
        "mine": mine,
        "theirs": theirs,
        "comment": str(comment["id"]),
        "their_comment": str(their_comment["id"]),
        "new": unique("new"),
        "password": PASSWORD,
    }
    nobody, user = new_browser(), new_browser()
    style = nobody.read("/login").one("link[rel=stylesheet]")["href"]
    names["digest"], names["file"] = style.split("/")[2:]
    assert user.log_in(me.email).status == 303
    return Scene(names, {"nobody": session(nobody, "/login"), "user": session(user, "/settings")})


def session(browser, path):
    """Return the header with a visitor's cookie, and the token of that session."""
    token = browser.read(path).forms[0]["csrf_token"]
    return {"Cookie": "=".join(browser.cookie)}, token


def ask(browser, sample, scene):
    """Send a sample to one variant, from a browser of its own."""
    headers, token = scene.sessions[sample.by]
    if sample.by == "nobody" and sample.typed is None:
        headers = {}
    content = sample.typed
    if isinstance(content, dict):
        typed = {name: scene.fill_in(value) for name, value in content.items()}
        content = urlencode({"csrf_token": token} | typed).encode()
    if content is not None:
        headers = headers | {"Content-Type": FORM}
    more = {name: scene.fill_in(value) for name, value in sample.headers.items()}
    path = scene.fill_in(sample.path)
    return browser.send(sample.method, path, headers=headers | more, content=content)


def cookie(line):
    """Return what a cookie is, apart from what is in it."""
    (name, _, value), *attributes = (part.strip().partition("=") for part in line.split(";"))
    kept = {f"{n.lower()}={v}" for n, _, v in attributes if n.lower() not in ("expires", "max-age")}
    return name, bool(value), sorted(kept)


def told(page):
    """Return what an answer says, but for the tokens in it."""
    headers = {name: page.headers.get(name) for name in HEADERS}
    lists = {name: sorted(page.headers.get(name, "").split(", ")) for name in LISTS}
    content = page.response.content
    length = page.headers.get("Content-Length")
    # The type of nothing says nothing: Flask names one all the same.
    is_empty = not content and length in (None, "0")
    kind = None if is_empty else page.headers.get("Content-Type")
    body = {"Content-Type": kind, "length": length, "body": TOKEN.sub("TOKEN", page.response.text)}
    if 300 <= page.status < 400:
        body = {}  # which nobody reads
        headers["Last-Modified"] = None
    cookies = [cookie(line) for line in page.headers.get_list("Set-Cookie")]
    return {"status": page.status, "cookies": cookies, **headers, **lists, **body}


def in_general(said, scene):
    """Return what an answer says, with the names of the scene in the place of their values."""
    return {key: generalise(str(value), scene) for key, value in said.items()}


def generalise(text, scene):
    """Replace what differs from one scene to the next."""
    for name in ("mine", "theirs", "title", "new", "me", "ME", "other", "odd_tag", "tag"):
        text = text.replace(scene.names[name], f"<{name}>")
    for pattern, name in VARYING.items():
        text = re.sub(pattern, name, text)
    return text


def assert_alike(answers):
    """See that all variants say the same, or show what the first and another say instead."""
    (first, expected), *others = answers.items()
    for name, said in others:
        lines = ([f"{key}: {value}" for key, value in a.items()] for a in (expected, said))
        old, new = ("\n".join(some).splitlines() for some in lines)
        differences = list(unified_diff(old, new, first, name, n=0, lineterm=""))
        assert not differences, "\n".join(differences)
    assert expected["status"] < 500


@pytest.fixture(scope="module")
def scene(sites):
    """Set a scene that nobody changes, with lists of more than one page."""
    new_browser = next(iter(sites.values()))
    scene = set_scene(new_browser)
    author = new_browser().api.register("author")
    for _ in range(11):
        author.publish(tagList=[scene.names["tag"]])
    return scene


@pytest.mark.parametrize("sample", SAFE, ids=[f"{n} {s}" for n, s in enumerate(SAFE)])
def test_every_variant_shows_the_same(sites, scene, sample):
    assert_alike({name: told(ask(new(), sample, scene)) for name, new in sites.items()})


@pytest.mark.parametrize("sample", WRITES, ids=[f"{n} {s}" for n, s in enumerate(WRITES)])
def test_every_variant_does_the_same(sites, sample):
    """Each is shown the page that the answer leads to, too: there a message may await it."""
    answers = {}
    for name, new in sites.items():
        scene, browser = set_scene(new), new()
        page = ask(browser, sample, scene)
        assert page.status == 303
        answers[name] = in_general(told(page), scene) | {"status": page.status}
        way = destination(browser.target, page)
        if way.startswith(("/article", "/profile")):  # which show what is of this scene alone
            changed = {"Cookie": "=".join(browser.cookie)} if "Set-Cookie" in page.headers else {}
            shown = told(browser.get(way, scene.sessions["user"][0] | changed))
            answers[name]["shown"] = generalise(shown["body"], scene)
    assert_alike(answers)
