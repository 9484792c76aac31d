"""What a request says is read as browsers mean it, and what a response says can be sent."""

from types import SimpleNamespace

import pytest

from shared import payloads, sansio
from shared.errors import ApiError
from shared.sessions import SessionCookie, flash


class Request(sansio.Request):
    """A request that is made up of what a test says."""

    root = ""
    query = b""

    def __init__(self, app=None, body=b"", query=b"", **headers):
        super().__init__("GET", "/", app, db=None)
        self.body = body
        self.query = query
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    def header(self, name):
        return self.headers.get(name)


@pytest.mark.parametrize(
    ("query", "arguments"),
    [
        (b"", {}),
        (b"a=1&b=%C3%A9+x", {"a": "1", "b": "é x"}),
        (b"a=1&a=2", {"a": "1"}),
        (b"a=&b", {"a": "", "b": ""}),
        (b"a=%FF&b=\xff", {"a": "\udcff", "b": "\udcff"}),
    ],
)
def test_of_repeated_arguments_the_first_counts(query, arguments):
    assert Request(query=query).arguments == arguments


def test_a_field_of_a_form_may_have_several_values():
    kind = "application/X-WWW-form-urlencoded; charset=utf-8"
    form = Request(body=b"tags=a&title=&tags=%C3%A9%FF", Content_Type=kind).form
    assert form.getlist("tags") == ["a", "é\ufffd"]
    assert (form.get("tags"), form.get("title"), form.get("body")) == ("a", "", None)
    assert "title" in form
    assert "body" not in form


@pytest.mark.parametrize("kind", [None, "", "application/json", "text/plain"])
def test_a_body_of_another_kind_is_no_form(kind):
    assert Request(body=b"a=1", Content_Type=kind).form.getlist("a") == []


@pytest.mark.parametrize(
    ("header", "value"),
    [
        (None, None),
        ("", None),
        ("session", ""),
        ("sessions=a; Session=b", None),
        ("session=a=b", "a=b"),
        ("x=y;session=a ; session=b", "a"),
    ],
)
def test_of_cookies_of_one_name_the_first_counts(header, value):
    assert Request(Cookie=header).cookie("session") == value


def test_a_body_is_parsed_as_what_it_is_said_to_be():
    with pytest.raises(ApiError) as refused:
        Request(body=b"{}", Content_Type="text/plain").parse_body(payloads.Credentials)
    assert refused.value.status == 415


def test_a_session_is_read_once_and_sent_when_it_has_changed(settings):
    app = SimpleNamespace(session_cookie=SessionCookie(settings))
    request = Request(app)
    assert request.session_headers() == []
    flash(request.session, "Saved.")
    ((_, header),) = request.session_headers()
    again = Request(app, Cookie=header.partition(";")[0])
    assert again.session == request.session
    assert again.session_headers() == []


def test_nobody_has_no_id():
    request = Request()
    assert request.viewer_id is None
    request.viewer = SimpleNamespace(id=7)
    assert request.viewer_id == 7


def test_headers_of_an_answer_come_beside_its_type():
    answer = sansio.json_response({"é": 1}, 201, {"X-Request-ID": "7"})
    assert answer.body == '{"é":1}'.encode()
    assert answer.headers == {"Content-Type": "application/json", "X-Request-ID": "7"}
    page = sansio.html_response("é", headers={"Allow": "GET"})
    assert (page.status, page.body) == (200, "é".encode())
    assert page.headers == {"Content-Type": "text/html; charset=utf-8", "Allow": "GET"}


@pytest.mark.parametrize(
    ("location", "escaped"),
    [
        ("/tag/%C3%A9?page=2#top", "/tag/%C3%A9?page=2#top"),
        ("/x\r\nSet-Cookie: a=b", "/x%0D%0ASet-Cookie:%20a=b"),
        ("/é", "/%C3%A9"),
    ],
)
def test_an_address_cannot_break_out_of_its_header(location, escaped):
    assert sansio.redirect(location, 303) == (303, b"", {"Location": escaped})
