"""What comes in is limited before work is done on it, understood in any spelling, or refused."""

import sqlite3
from contextlib import closing
from unicodedata import normalize

import httpx2
import psutil
import pytest

from tests.contract.client import PASSWORD, draft, newcomer, unique
from tests.pages.client import FORM, Browser

NOT_OURS = "This form was open for too long, or is not from this site: please send it again."
TOO_MANY = {"errors": {"tagList": ["has too many tags (at most 20)"]}}
JSON = {"Content-Type": "application/json"}
MEGABYTE = 1_000_000
LARGE = 1_900_000  # bytes; a body may have 2,000,000


@pytest.fixture(scope="module")
def database_url(variant, new_database):
    """The database of this module."""
    return new_database("sqlite", f"inputs_{variant}")


@pytest.fixture(scope="module")
def process(start, database_url):
    """The server of this module."""
    return start(url=database_url)


@pytest.fixture(scope="module")
def nobody(process):
    """A browser without cookies."""
    with httpx2.HTTPTransport(trust_env=False) as transport:
        yield Browser.new(process.url, transport)


@pytest.fixture(scope="module")
def ann(nobody):
    """The browser of ann, who is logged in."""
    with httpx2.HTTPTransport(trust_env=False) as transport:
        browser = Browser.new(nobody.target, transport)
        api = browser.api.register("ann")
        assert browser.log_in(api.email).status == 303
        yield Browser(browser.target, browser.http, api)


def send(browser, path, content, media_type=FORM):
    """Post any content."""
    return browser.send("POST", path, content=content, headers={"Content-Type": media_type})


def token(browser):
    """Return the token of the browser's forms."""
    return browser.read("/login").form("/login")["csrf_token"]


def server(process):
    """Return the processes of the server."""
    return [psutil.Process(pid) for pid in process.pids()]


def memory(process):
    """Return the bytes of memory that the server holds."""
    return sum(each.memory_info().rss for each in server(process))


def seconds(process):
    """Return the processor time that the server has used."""
    return sum(sum(each.cpu_times()[:2]) for each in server(process))


# Limits come before work


@pytest.mark.parametrize("typed", ["a" + " " * 600_000 + "b", "," * 600_000, "a," * 300_000])
def test_tags_that_are_typed_have_a_limit_before_they_are_parted(process, ann, typed):
    fields = {"title": "T", "description": "D", "body": "B", "new_tags": typed}
    begun = seconds(process)
    assert ann.post("/editor", *fields.items()).errors == [NOT_OURS]
    page = ann.post("/editor", ("csrf_token", token(ann)), *fields.items())
    assert page.status == 422
    assert page.errors == ["New tags is too long (at most 2000 characters)"]
    assert seconds(process) - begun < 5


def test_a_form_without_its_token_tells_nothing_else(ann):
    page = send(ann, "/editor", b"title=&tags=..")
    assert (page.status, page.errors) == (422, [NOT_OURS])


JSON_SHAPES = {
    "numbers": b"[" + b",".join([b"1"] * (LARGE // 2)) + b"]",
    "texts": b"[" + b",".join([b'"ab"'] * (LARGE // 5)) + b"]",
    "lists": b"[" + b",".join([b"[]"] * (LARGE // 3)) + b"]",
    "objects": b"[" + b",".join([b"{}"] * (LARGE // 3)) + b"]",
    "names": b"{" + b",".join(b'"%06x":1' % n for n in range(LARGE // 11)) + b"}",
    "a long name": b'{"' + b"x" * LARGE + b'":1}',
    "a long text": b'"' + b"x" * LARGE + b'"',
    "a long number": b"1" * LARGE,
}


def test_json_of_any_shape_is_answered_briefly_and_forgotten(process, ann):
    start = memory(process)
    for shape in JSON_SHAPES.values():
        for place in (b'{"article": {"tagList": %b}}', b'{"article": {"x": %b}}', b"%b"):
            before = memory(process)
            response = ann.api.send("POST", "/articles", JSON, content=place % shape)
            assert response.status_code in (400, 422)
            assert len(response.content) < 500
            assert memory(process) - before < 20 * MEGABYTE
    # Some bodies, of 2 MB each, may wait for garbage collection.
    assert memory(process) - start < 40 * MEGABYTE


def test_tags_are_counted_as_sent_before_they_are_looked_at(ann):
    for tags in ([1] * 21, ["a"] * 21, [".."] * 300_000):
        response = ann.api.post("/articles", {"article": draft() | {"tagList": tags}})
        assert (response.status_code, response.json()) == (422, TOO_MANY)
    assert ann.api.publish(tagList=["a"] * 20)["tagList"] == ["a"]


def test_ticked_and_typed_tags_are_counted_together(ann):
    fields = [("csrf_token", token(ann)), *draft().items(), ("new_tags", "a, ,,a")]
    page = ann.post("/editor", *fields, *[("tags", "a")] * 19)
    assert (page.status, page.errors) == (422, ["Tags has too many tags (at most 20)"])
    assert ann.post("/editor", *fields, *[("tags", "a")] * 18).status == 303


def test_a_form_has_at_most_a_thousand_fields(process, nobody):
    fields = b"csrf_token=%b&email=a@b&password=x" % token(nobody).encode()
    assert send(nobody, "/login", fields + b"&a=" * 997).status == 401
    assert send(nobody, "/login", fields + b"&a=" * 998).status == 413
    before = memory(process)
    for many in (b"a=&" * 600_000, b"&" * LARGE, b"abc&" * 450_000):
        assert send(nobody, "/login", many).status == 413
    assert memory(process) - before < 20 * MEGABYTE


# Forms as multipart/form-data

BOUNDARY = "a b'(_)+,-./:=?0"
MULTIPART = f'multipart/form-data; boundary="{BOUNDARY}"'


def part(value, disposition, *headers):
    """Return a part of a form."""
    lines = [f"--{BOUNDARY}", f"Content-Disposition: form-data; {disposition}", *headers, "", value]
    return "\r\n".join(lines) + "\r\n"


def parts(**fields):
    """Return the parts of a form, without its end."""
    return "".join(part(value, f'name="{name}"') for name, value in fields.items())


END = f"--{BOUNDARY}--\r\n"


def test_a_form_may_be_multipart(nobody):
    fields = newcomer() | {"csrf_token": token(nobody)}
    body = parts(**fields) + part("x", 'name="username"; filename="a.txt"', "Content-Type: text/x")
    page = send(nobody, "/register", (body + END).encode(), MULTIPART.replace("form", "FORM", 1))
    assert page.status == 303
    assert nobody.api.get(f"/profiles/{fields['username']}").status_code == 200
    nobody.http.cookies.clear()


def test_a_file_is_no_field(nobody):
    body = parts(csrf_token=token(nobody), password=PASSWORD)
    for disposition in ('name="email"; filename="a"', 'name="email"; filename=""'):
        page = send(nobody, "/login", (body + part("a@b", disposition) + END).encode(), MULTIPART)
        assert (page.status, page.errors) == (422, ["Email can't be blank"])


def test_text_in_a_part_is_utf_8_and_its_lines_are_kept(ann):
    fields = draft() | {"csrf_token": token(ann), "title": "é 日 🙂", "body": "a\r\nb\r\n--x--\r\n"}
    page = send(ann, "/editor", (parts(**fields) + END).encode(), MULTIPART)
    assert page.status == 303, page.errors
    article = ann.api.read(page.location.removeprefix("/article/"))
    assert (article["title"], article["body"]) == ("é 日 🙂", "a\nb\n--x--\n")


def test_a_multipart_form_that_is_cut_or_malformed_is_refused(ann):
    fields = draft() | {"csrf_token": token(ann)}
    whole = (parts(**fields) + END).encode()
    before = ann.api.get("/articles").json()["articlesCount"]
    cut = [whole[:size] for size in (0, 1, 30, len(whole) // 2, len(whole) - len(END), -4, -3)]
    bodies = [(body, MULTIPART) for body in cut]
    wrong = ("", "; boundary=", '; boundary=""', "; boundary=other", "; boundary=\xe9")
    bodies += [(whole, f"multipart/form-data{boundary}") for boundary in wrong]
    bodies.append((whole.replace(b"Content-Disposition", b"Content-Other"), MULTIPART))
    for body, media_type in bodies:
        page = send(ann, "/editor", body, media_type.encode("latin-1"))
        assert page.status == 400, (body, media_type)
        assert page.one("nav.navbar")
    assert ann.api.get("/articles").json()["articlesCount"] == before


def test_a_multipart_form_has_at_most_a_thousand_parts(nobody):
    body = parts(csrf_token=token(nobody), email="a@b", password=PASSWORD)
    for others, status in ((997, 401), (998, 413)):
        content = (body + parts(a="") * others + END).encode()
        assert send(nobody, "/login", content, MULTIPART).status == status


# Texts that people type again


def composed(text):
    """Return a text as one keyboard sends it."""
    return normalize("NFC", text)


def apart(text):
    """Return a text as another keyboard sends it."""
    return normalize("NFD", text)


@pytest.mark.parametrize(("first", "again"), [(composed, apart), (apart, composed)])
def test_a_password_and_an_address_may_be_typed_on_another_keyboard(nobody, first, again):
    email, password = f"{unique('jos')}é@example.org", "contraseña ﬁrme"
    user = {"username": unique("jose"), "email": first(email), "password": first(password)}
    response = nobody.api.post("/users", {"user": user})
    assert response.status_code == 201
    assert response.json()["user"]["email"] == composed(email)
    tried = {"email": again(email).upper(), "password": again(password)}
    assert nobody.api.post("/users/login", {"user": tried}).status_code == 200
    assert nobody.log_in(again(email), again(password)).status == 303
    nobody.http.cookies.clear()
    taken = user | {"username": unique("jose"), "email": again(email)}
    assert nobody.api.post("/users", {"user": taken}).status_code == 409


@pytest.mark.parametrize(("first", "again"), [(composed, apart), (apart, composed)])
def test_a_tag_is_found_on_another_keyboard(nobody, ann, first, again):
    tag = unique("ñandú ệ")
    article = ann.api.publish(tagList=[first(tag), again(tag)], title=first("Año"))
    assert article["tagList"] == [composed(tag)]
    assert article["title"] == composed("Año")
    assert nobody.api.get("/articles", tag=again(tag)).json()["articlesCount"] == 1
    assert nobody.read(f"/tag/{again(tag)}").texts(".article-preview h1") == ["Año"]
    assert ann.api.revise(article["slug"], title=again("Año"))["slug"] == article["slug"]


# Tags that no browser can ask for


@pytest.mark.parametrize("tag", [".", "..", " .. "])
def test_a_tag_that_is_a_step_in_a_path_is_refused(ann, tag):
    message = "must not be . or .."
    response = ann.api.post("/articles", {"article": draft() | {"tagList": [tag]}})
    assert (response.status_code, response.json()) == (422, {"errors": {"tagList": [message]}})
    fields = [("csrf_token", token(ann)), *draft().items(), ("new_tags", tag)]
    page = ann.post("/editor", *fields)
    assert (page.status, page.errors) == (422, [f"Tags {message}"])


def test_an_article_that_had_such_a_tag_before_is_shown_and_can_lose_it(ann, database_url):
    slug = ann.api.publish(tagList=["..."])["slug"]
    with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"))) as connection:
        connection.execute("UPDATE article_tags SET name = '..' WHERE name = '...'")
        connection.commit()
    assert ann.api.read(slug)["tagList"] == [".."]
    for path in ("/", f"/article/{slug}"):
        assert ".." in ann.read(path).texts(".tag-list *")
    form = ann.read(f"/editor/{slug}").form(f"/editor/{slug}")
    assert ann.submit(form).errors == ["Tags must not be . or .."]
    assert ann.submit(form.drop("tags", "..")).status == 303
    assert ann.api.read(slug)["tagList"] == []
