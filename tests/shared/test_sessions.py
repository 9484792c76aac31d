"""The session cookie by hand: what Flask would read, and nothing that anybody else has written."""

import base64
import json
import time

import pytest
from itsdangerous import TimestampSigner

from shared import sessions


@pytest.fixture
def cookie(settings):
    """What reads and writes the cookies of an application."""
    return sessions.SessionCookie(settings)


def written(cookie, session):
    """Return the value and the attributes of the cookie that keeps a session."""
    ((name, header),) = cookie.headers(session)
    assert name == "Set-Cookie"
    value, _, attributes = header.partition("; ")
    return value.removeprefix("session="), attributes


def changed(**values):
    """Return a session into which something was put."""
    session = sessions.Session()
    session.update(values)
    return session


def test_what_is_written_can_be_read(cookie):
    value, _ = written(cookie, changed(user_id=7, name="é"))
    assert dict(cookie.read(value)) == {"user_id": 7, "name": "é"}


def test_a_session_that_was_only_read_is_not_written(cookie):
    value, _ = written(cookie, changed(user_id=7))
    session = cookie.read(value)
    assert session["user_id"] == 7
    assert cookie.headers(session) == []


def test_no_script_and_no_other_site_gets_it(cookie, settings):
    assert written(cookie, changed(a=1))[1] == "HttpOnly; Path=/; SameSite=Lax"
    over_tls = sessions.SessionCookie(settings.model_copy(update={"session_cookie_secure": True}))
    assert written(over_tls, changed(a=1))[1] == "Secure; HttpOnly; Path=/; SameSite=Lax"


def test_an_empty_session_takes_the_cookie_back(cookie):
    session = changed(user_id=7)
    session.clear()
    value, attributes = written(cookie, session)
    assert value == ""
    assert attributes.startswith("Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; ")


@pytest.mark.parametrize("value", [None, "", "x", "a.b.c", ".", "é", "eyJ1c2VyX2lkIjo3fQ.x.y"])
def test_what_nobody_has_signed_is_an_empty_session(cookie, value):
    assert not cookie.read(value)


def test_another_key_is_nobody_s(cookie, settings):
    other = settings.model_copy(update={"secret_key": type(settings.secret_key)("x" * 40)})
    assert not cookie.read(written(sessions.SessionCookie(other), changed(user_id=7))[0])


def test_a_cookie_has_its_time(cookie, settings, monkeypatch):
    value, _ = written(cookie, changed(user_id=7))
    later = time.time() + settings.session_lifetime + 1
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: int(later))
    assert not cookie.read(value)


def test_a_message_is_flashed_once_and_as_flask_writes_it(cookie):
    session = sessions.Session()
    sessions.flash(session, "Saved.")
    payload = written(cookie, session)[0].partition(".")[0]
    document = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    assert document == {"_flashes": [{" t": ["message", "Saved."]}]}
    assert sessions.get_flashed_messages(session, with_categories=True) == [("message", "Saved.")]
    assert sessions.get_flashed_messages(session) == []
