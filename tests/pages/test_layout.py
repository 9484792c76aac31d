"""What all pages have: the bar at the top, sound HTML, and nothing from another site."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest

from tests.pages.client import path_of, words
from tests.pages.site import FOR_ANYBODY, PAGES

pytestmark = pytest.mark.http_only

EMPTY = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr",
}  # fmt: skip
LINKS = {"link": "href", "script": "src", "img": "src", "use": "href"}


class Checker(HTMLParser):
    """Finds what a browser would have to repair: elements left open, attributes given twice."""

    def __init__(self, html):
        super().__init__()
        self.open, self.ids, self.faults = [], [], []
        self.feed(html)
        self.faults += self.open

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        self.ids += [value for name, value in attrs if name == "id"]
        self.faults += [f"{tag} {name}" for name in names if names.count(name) > 1]
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in EMPTY:
            self.open.pop()

    def handle_endtag(self, tag):
        if self.open[-1:] == [tag]:
            self.open.pop()
        else:
            self.faults.append(f"/{tag}")


def nav(page):
    """Return the links of the bar at the top, by what they say."""
    return {words(link): link["href"] for link in page.all("nav.navbar a.nav-link")}


def active(page):
    """Return where the links lead that are marked as the current one."""
    return [link["href"] for link in page.all("nav.navbar a.nav-link.active")]


@pytest.mark.parametrize("view", PAGES, ids=str)
def test_a_page_is_sound_html(stage, view):
    page = stage.read(view)
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert page.response.text.lower().startswith("<!doctype html>")
    checked = Checker(page.response.text)
    assert checked.faults == []
    assert len(checked.ids) == len(set(checked.ids))
    assert page.one("html")["lang"] == "en"
    assert page.one('meta[name="viewport"]')["content"]
    assert page.one("title").text.strip()
    for label in page.all("label[for]"):
        assert page.one(f'[id="{label["for"]}"]')


@pytest.mark.parametrize("view", PAGES, ids=str)
def test_every_picture_has_a_text_and_every_field_a_name(stage, view):
    page = stage.read(view)
    assert all(picture.has_attr("alt") for picture in page.all("img"))
    for field in page.all("input:not([type=hidden]), textarea"):
        assert (
            field.get("placeholder")
            or field.get("aria-label")
            or field.find_parent("label")
            or page.one(f'label[for="{field["id"]}"]')
        )


@pytest.mark.parametrize("view", PAGES, ids=str)
def test_the_brand_leads_home(stage, view):
    assert stage.read(view).one("nav.navbar a.navbar-brand")["href"] == "/"


@pytest.mark.parametrize("view", FOR_ANYBODY, ids=str)
def test_nobody_is_invited(stage, view):
    page = stage.nobody.read(stage.fill_in(view.path))
    assert nav(page) == {"Home": "/", "Sign in": "/login", "Sign up": "/register"}
    assert not page.all("img.user-pic")


@pytest.mark.parametrize("view", PAGES, ids=str)
def test_a_user_finds_the_editor_the_settings_and_the_profile(stage, view):
    page = stage.read(view)
    own = f"/profile/{stage.ann.username}"
    assert list(nav(page).values()) == ["/", "/editor", "/settings", own]
    picture = page.one(f'nav.navbar a.nav-link[href="{own}"] img.user-pic')
    assert picture["src"].endswith("default-avatar.svg")
    assert stage.ann.username in page.one(f'nav.navbar a[href="{own}"]').text


@pytest.mark.parametrize("path", ["/", "/login", "/register"])
def test_the_bar_shows_nobody_where_they_are(stage, path):
    assert active(stage.nobody.read(path)) == [path]


@pytest.mark.parametrize("path", ["/", "/editor", "/settings", "/profile/{username}"])
def test_the_bar_shows_a_user_where_they_are(stage, path):
    path = stage.fill_in(path)
    assert active(stage.ann.read(path)) == [path]


@pytest.mark.parametrize("path", ["/article/{slug}", "/profile/{username}"])
def test_the_bar_shows_nothing_where_it_leads_nowhere(stage, path):
    assert active(stage.bob.read(stage.fill_in(path))) == []


def test_only_the_home_page_has_a_banner(stage):
    assert stage.nobody.read("/").one(".banner")
    for path in ("/login", "/editor", "/settings"):
        assert not stage.ann.read(path).all("body > .banner, main > .banner, .home-page .banner")


@pytest.mark.parametrize("view", PAGES, ids=str)
def test_everything_that_a_page_needs_is_of_this_site_and_there(stage, view):
    page = stage.read(view)
    pictures = [image for image in page.all("img") if image["src"].startswith("/")]
    needed = [*page.all("link, script, use"), *pictures]
    addresses = {element[LINKS[element.name]] for element in needed}
    assert any(address.endswith(".css") for address in addresses)
    for address in addresses:
        assert urlsplit(address).netloc == "", address
        assert stage.nobody.get(path_of(address)).status == 200, address


@pytest.mark.parametrize("view", PAGES, ids=str)
def test_no_script_or_style_is_written_into_a_page(stage, view):
    page = stage.read(view)
    assert not page.all("style, [style]")
    assert all(script["src"] and not script.text.strip() for script in page.all("script"))


@pytest.mark.parametrize("view", PAGES, ids=str)
def test_a_page_works_without_scripts(stage, view):
    """Every link leads somewhere, and every button belongs to a form."""
    page = stage.read(view)
    assert all(link.get("href", "#") != "#" for link in page.all("a"))
    for button in page.all("button"):
        assert button["type"] == "submit"
        assert button.find_parent("form")


@pytest.mark.parametrize("view", PAGES, ids=str)
def test_every_link_leads_to_a_page(stage, view):
    page = stage.read(view)
    paths = {link["href"] for link in page.all("a[href]") if link["href"].startswith("/")}
    own = {path for path in paths if path.split("/")[1] not in ("tag", "article", "profile")}
    assert all(stage.ann.get(path).status == 200 for path in own)


@pytest.mark.parametrize("view", [view for view in PAGES if view.is_form], ids=str)
def test_validation_is_left_to_the_server(stage, view):
    page = stage.read(view)
    for form in page.all("main form, .page form, form:has(textarea)"):
        strict = form.select("[required], [pattern], [maxlength], [minlength], [type=url]")
        assert form.has_attr("novalidate") or not (strict or form.select("[type=email]"))


def test_titles_tell_pages_apart(stage):
    titles = [stage.read(view).one("title").text for view in PAGES[2:-1]]
    assert len(set(titles)) == len(titles)
