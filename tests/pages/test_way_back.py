"""The way back to the page where a button was pressed, and never to another site."""

import re
from urllib.parse import quote

import pytest

from tests.contract.client import PASSWORD, unique
from tests.pages.client import destination

pytestmark = pytest.mark.http_only

ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "////evil.example/%2e%2e",
    "https://evil.example",
    "https:evil.example",
    "http:///evil.example",
    "HTTPS://EVIL.EXAMPLE",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\\/evil.example",
    "/\t/evil.example",
    "\t//evil.example",
    "/\n/evil.example",
    "/\r/evil.example",
    "/\r\n/evil.example",
    " //evil.example",
    "\u00a0//evil.example",
    "\0//evil.example",
    "/\0/evil.example",
    "/\x0b/evil.example",
    "/\x7f/evil.example",
    "evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/\r\nSet-Cookie: evil=1",
    "/\r\n\r\n<script>alert(1)</script>",
    "/x\nX-Evil: 1",
    "",
    ".",
    "?",
    "#",
]
# A path of this site, or at least not one of another.
HARMLESS = [
    "/%09/evil.example",
    "/%5Cevil.example",
    "/%2F%2Fevil.example",
    "/%0D%0ASet-Cookie:%20evil=1",
    "/é日本🙂",
    "/\u2028",
    "/\u0085",
    "/@evil.example",
    "/:80",
    "/x" * 3_000,
    "/?next=//evil.example",
    "/#//evil.example",
    "/%",
    "/%zz",
]
BUTTONS = [
    ("/article/{slug}/favorite", "/article/{slug}"),
    ("/article/{slug}/unfavorite", "/article/{slug}"),
    ("/profile/{username}/follow", "/profile/{username}"),
    ("/profile/{username}/unfollow", "/profile/{username}"),
]


@pytest.fixture(scope="module")
def scene(visitor):
    """Return a reader, the reader's token, and whose article the buttons are about."""
    ann, bob = visitor("ann"), visitor("bob")
    names = {"slug": ann.api.publish()["slug"], "username": ann.username}
    token = bob.read("/settings").form("/settings")["csrf_token"]
    return bob, token, names


def is_unharmed(page):
    """Tell whether nothing of an answer's header came from what was sent."""
    headers = page.headers
    return not {"x-evil", "evil"} & set(headers) and "evil=" not in headers.get("Set-Cookie", "")


@pytest.mark.parametrize("page", ["/", "/?page=1", "/tag/x", "/article/{slug}", "/profile/{u}"])
def test_a_favourite_leads_back_to_its_page(bob, article, ann, page):
    slug = ann.api.publish(tagList=["x"])["slug"]
    path = page.format(slug=slug, u=ann.username)
    for act in ("favorite", "unfavorite"):
        sent = bob.submit(bob.read(path).form(f"/article/{slug}/{act}"))
        assert sent.status == 303
        assert destination(bob.target, sent) == path


@pytest.mark.parametrize("page", ["/article/{slug}", "/profile/{u}", "/profile/{u}/favorites"])
def test_following_leads_back_to_its_page(bob, ann, article, page):
    path = page.format(slug=article["slug"], u=ann.username)
    for act in ("follow", "unfollow"):
        sent = bob.submit(bob.read(path).form(f"/profile/{ann.username}/{act}"))
        assert sent.status == 303
        assert destination(bob.target, sent) == path


@pytest.mark.parametrize(("button", "own"), BUTTONS)
def test_without_a_way_back_there_is_the_page_of_what_the_button_is_about(scene, button, own):
    bob, token, names = scene
    sent = bob.post(button.format(**names), ("csrf_token", token))
    assert (sent.status, sent.location) == (303, own.format(**names))


@pytest.mark.parametrize(("button", "own"), BUTTONS)
@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_no_button_leads_to_another_site(scene, button, own, elsewhere):
    bob, token, names = scene
    sent = bob.post(button.format(**names), ("csrf_token", token), ("next", elsewhere))
    assert (sent.status, sent.location) == (303, own.format(**names))
    assert is_unharmed(sent)


@pytest.mark.parametrize("path", HARMLESS, ids=lambda path: path[:20])
def test_an_odd_path_stays_on_this_site(scene, path):
    bob, token, names = scene
    button = f"/article/{names['slug']}/favorite"
    sent = bob.post(button, ("csrf_token", token), ("next", path))
    assert sent.status == 303
    assert destination(bob.target, sent)
    assert re.fullmatch(r"/[\x21-\x7e]*", sent.location)
    assert is_unharmed(sent)


NO_TEXT = ["/%FF", "//%FF", "/%ED%A0%80", "/%00", "%2F%2Fevil.example"]


@pytest.mark.parametrize("raw", NO_TEXT)
def test_a_link_with_bytes_that_are_no_text_stays_on_this_site(scene, nobody, raw):
    nobody.read(f"/login?next={raw}")
    sent = nobody.log_in(scene[0].api.email)
    assert sent.status == 303
    assert destination(nobody.target, sent)


@pytest.mark.parametrize("raw", NO_TEXT)
def test_bytes_that_are_no_text_stay_on_this_site(scene, raw):
    bob, token, names = scene
    body = b"csrf_token=" + quote(token).encode() + b"&next=" + raw.encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    path = f"/article/{names['slug']}/favorite"
    sent = bob.send("POST", path, content=body, headers=headers)
    assert sent.status == 303
    assert destination(bob.target, sent)


@pytest.mark.parametrize("elsewhere", ELSEWHERE + HARMLESS, ids=lambda path: path[:20])
def test_no_login_leads_to_another_site(scene, new_browser, elsewhere):
    bob, _, names = scene
    nobody = new_browser()
    asked = nobody.post(f"/article/{names['slug']}/favorite", ("next", elsewhere))
    assert (asked.status, asked.location) == (303, "/login")
    sent = nobody.log_in(bob.api.email)
    assert sent.status == 303
    assert destination(bob.target, sent)
    if elsewhere in ELSEWHERE:
        assert sent.location in ("/", f"/article/{names['slug']}")
    assert is_unharmed(sent)
    assert nobody.read("/").viewer == bob.username


@pytest.mark.parametrize("elsewhere", ELSEWHERE + HARMLESS, ids=lambda path: path[:20])
def test_no_link_to_the_login_leads_to_another_site(scene, new_browser, elsewhere):
    nobody = new_browser()
    nobody.get(f"/login?next={quote(elsewhere, safe='')}")
    sent = nobody.log_in(scene[0].api.email)
    assert sent.status == 303
    assert destination(nobody.target, sent)
    assert is_unharmed(sent)
    if elsewhere in ELSEWHERE:
        assert sent.location == "/"


@pytest.mark.parametrize(
    ("query", "way_back"),
    [
        ("next=/tag/x%3Fpage=2%26x=y", "/tag/x?page=2&x=y"),
        ("next=/tag/x?page=2&x=y", "/tag/x?page=2"),
        ("next=/tag/x%2523", "/tag/x%23"),
        ("next=%2Ftag%2Fx%23comments", "/tag/x#comments"),
        ("next=/first&next=/second", "/first"),
        ("next=//evil.example&next=/second", "/"),
        ("next[]=/x&NEXT=/x&xnext=/x", "/"),
        ("next", "/"),
        (f"next=/{'x' * 2_000}", f"/{'x' * 2_000}"),
        (f"next=/{'x' * 2_001}", "/"),
    ],
    ids=lambda text: text[:40],
)
def test_what_counts_is_the_first_address_whole_if_it_is_one(scene, nobody, query, way_back):
    nobody.read(f"/login?{query}")
    assert nobody.log_in(scene[0].api.email).location == way_back


@pytest.mark.parametrize("link", ["Sign in", "sign up"])
def test_who_wants_to_comment_comes_back_to_the_article(ann, article, nobody, link):
    path = f"/article/{article['slug']}"
    (href,) = [a["href"] for a in nobody.read(path).all("main a") if a.get_text() == link]
    if link == "Sign in":
        form = nobody.read(href).form("/login")
        sent = nobody.submit(form, email=ann.api.email, password=PASSWORD)
    else:
        name = unique("new")
        fields = {"username": name, "email": f"{name}@example.org", "password": PASSWORD}
        sent = nobody.submit(nobody.read(href).form("/register"), **fields)
    assert (sent.status, sent.location) == (303, path)
    assert nobody.follow(sent).one(".comment-form")


def test_the_way_back_survives_a_failed_login_and_the_way_to_the_registration(ann, nobody):
    form = nobody.read("/login?next=/tag/x").form("/login")
    assert nobody.submit(form, email=ann.api.email, password="wrong password").status == 401
    name = unique("new")
    fields = {"username": name, "email": f"{name}@example.org", "password": PASSWORD}
    sent = nobody.submit(nobody.read("/register").form("/register"), **fields)
    assert sent.location == "/tag/x"


def test_the_last_page_to_come_back_to_counts_unless_it_is_none_of_this_site(ann, nobody):
    nobody.get("/settings")
    nobody.read("/login?next=/tag/x")
    nobody.read("/login?next=https://evil.example")
    assert nobody.log_in(ann.api.email).location == "/tag/x"


def test_the_way_back_is_gone_once_it_was_gone(ann, nobody):
    nobody.read("/login?next=/tag/x")
    assert nobody.log_in(ann.api.email).location == "/tag/x"
    assert nobody.log_in(ann.api.email).location == "/"


@pytest.mark.parametrize("path", ["/logout", "/article/{slug}/delete", "/profile/{u}/follow"])
def test_a_way_back_that_is_no_page_changes_nothing(ann, bob, nobody, article, path):
    path = path.format(slug=article["slug"], u=bob.username)
    nobody.read(f"/login?next={path}")
    sent = nobody.log_in(ann.api.email)
    assert (sent.status, sent.location) == (303, path)
    assert nobody.get(path).status == 405
    assert nobody.read(f"/article/{article['slug']}").viewer == ann.username
    assert ann.api.get(f"/profiles/{bob.username}").json()["profile"]["following"] is False


@pytest.mark.parametrize("page", ["/", "/?page=1", "/tag/x", "/article/{slug}", "/profile/{u}"])
def test_the_login_leads_back_to_where_a_button_was_pressed(ann, bob, nobody, page):
    slug = ann.api.publish(tagList=["x"])["slug"]
    path = page.format(slug=slug, u=ann.username)
    asked = nobody.submit(nobody.read(path).form(f"/article/{slug}/favorite"))
    assert (asked.status, asked.location) == (303, "/login")
    sent = nobody.log_in(bob.api.email)
    assert destination(nobody.target, sent) == path
    assert not bob.api.read(slug)["favorited"]


@pytest.mark.parametrize(
    "path",
    [
        "/settings",
        "/editor",
        "/editor/{slug}",
        "/article/{slug}/delete",
        "/article/{slug}/comments",
        "/article/{slug}/comments/1/delete",
        "/article/{slug}/favorite",
        "/profile/{u}/unfollow",
    ],
)
def test_after_a_login_there_is_a_page_whatever_was_posted_before(ann, nobody, article, path):
    asked = nobody.post(path.format(slug=article["slug"], u=ann.username), ("title", "x"))
    assert (asked.status, asked.location) == (303, "/login")
    assert nobody.follow(nobody.log_in(ann.api.email)).viewer == ann.username


@pytest.mark.parametrize(
    "path",
    [
        "/editor/%0D%0AX-Evil:%201",
        "/editor/%E6%97%A5",
        "/editor/%FF",
        "/editor/%00",
        "/editor/%5C",
        "/editor/a%20b%3Fc%23d%25",
        "/?feed=following&x=%0D%0AX-Evil:%201",
        "/?feed=following&x=%FF%00",
        "/?feed=following&x=<>\"'|^`{}\\",
    ],
)
def test_an_odd_address_that_needs_a_login_is_no_accident(ann, nobody, path):
    asked = nobody.get(path)
    assert (asked.status, asked.location) == (302, "/login")
    sent = nobody.log_in(ann.api.email)
    assert sent.status == 303
    assert destination(nobody.target, sent)[:7] == path[:7]
    assert re.fullmatch(r"/[\x21-\x7e]*", sent.location)
    assert is_unharmed(sent)
    assert nobody.get(destination(nobody.target, sent)).status in (200, 404)


def test_the_way_back_of_an_odd_tag_is_its_page(ann, bob):
    tag = unique("a b?c#d%e&f+g日")
    slug = ann.api.publish(tagList=[tag])["slug"]
    page = bob.read(f"/tag/{quote(tag)}")
    sent = bob.submit(page.form(f"/article/{slug}/favorite"))
    assert bob.follow(sent).all(".article-preview button.btn-primary")
