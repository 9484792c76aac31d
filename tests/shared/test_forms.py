"""Forms ask the rules of the API, keep what was typed, and know who sends them."""

from collections import UserDict

import pytest

from shared import errors, forms

KEY = b"signs the tokens of the tests"


class Submitted(UserDict):
    """What a browser sent."""

    def getlist(self, name):
        value = self[name]
        return value if isinstance(value, list) else [value]


@pytest.fixture
def session():
    """A session that is new."""
    return {}


def token(session):
    """Return what a form of this session carries."""
    return forms.Form(None, session, KEY)["csrf_token"].current_token


def submit(form_class, session, **fields):
    """Submit a form from its own page."""
    submitted = Submitted(csrf_token=token(session), **fields)
    return form_class(submitted, session, KEY)


def test_a_form_that_is_only_shown_is_not_valid_and_tells_nothing(session):
    form = forms.Login(None, session, KEY)
    assert not form.validate()
    assert (form.status, form.messages) == (200, [])


def test_a_valid_form_has_the_payload_of_the_api(session):
    form = submit(forms.Login, session, email="Ann@Example.org", password="secret words")
    assert form.validate()
    assert form.payload.email == "ann@example.org"


def test_the_rules_of_the_api_are_told_in_sentences(session):
    form = submit(forms.Register, session, username="a/b", email="", password="short")
    assert not form.validate()
    assert form.status == 422
    assert form.messages == [
        "Username is invalid",
        "Email can't be blank",
        "Password is too short (at least 8 characters)",
    ]
    assert form.username.data == "a/b"


@pytest.mark.parametrize("sent", ["", "##", "x##y", "é##é"])
def test_a_wrong_token_is_refused(session, sent):
    token(session)
    fields = Submitted(csrf_token=sent, body="Well said.")
    form = forms.Comment(fields, session, KEY)
    assert not form.validate()
    assert form.messages == [forms.NOT_OURS]
    assert form.body.data == "Well said."


def test_a_token_of_another_session_is_refused(session):
    assert not forms.Form(Submitted(csrf_token=token({})), session, KEY).validate()


def test_a_form_without_a_token_is_refused(session):
    assert not forms.Form(Submitted(), session, KEY).validate()


def test_no_new_password_is_no_change(session):
    fields = {"username": "ann", "email": "a@b", "bio": "", "image": "", "password": ""}
    form = submit(forms.Settings, session, **fields)
    assert form.validate()
    assert form.payload.columns() == {"username": "ann", "email": "a@b", "bio": None, "image": None}


def test_tags_are_ticked_or_typed(session):
    fields = {"title": "T", "description": "D", "body": "B"}
    form = submit(forms.Editor, session, tags=["b", "c d"], new_tags=" a ,, b,", **fields)
    assert form.validate()
    assert form.payload.tagList == ["a", "b", "c d"]


def test_too_many_tags_are_told_and_kept(session):
    fields = {"title": "T", "description": "D", "body": "B", "tags": ["x"]}
    form = submit(forms.Editor, session, new_tags=",".join(["x"] * 20), **fields)
    assert not form.validate()
    assert form.messages == ["Tags has too many tags (at most 20)"]
    assert form.tagList.data == ["x"]


def test_tags_are_parted_only_where_they_fit(session):
    fields = {"title": "", "description": "D", "body": "B"}
    form = submit(forms.Editor, session, new_tags="," * 2_001, **fields)
    assert not form.validate()
    assert form.messages == ["New tags is too long (at most 2000 characters)"]


def test_without_its_token_a_form_is_not_looked_at(session):
    form = forms.Editor(Submitted(csrf_token="x", new_tags="," * 2_001), session, KEY)
    assert not form.validate()
    assert form.messages == [forms.NOT_OURS]


def test_a_line_ends_as_in_the_api(session):
    form = submit(forms.Comment, session, body="one\r\ntwo")
    assert form.validate()
    assert form.payload.body == "one\ntwo"


@pytest.mark.parametrize(
    ("error", "status", "message"),
    [
        (errors.taken(["email"]), 422, "Email has already been taken"),
        (errors.wrong_credentials(), 401, "Email or password is invalid"),
    ],
)
def test_a_refusal_is_told_by_the_form(session, error, status, message):
    form = submit(forms.Login, session, email="a@b", password="secret words")
    assert form.validate()
    with form.refusals():
        raise error
    assert (form.status, form.messages) == (status, [message])


def test_what_no_form_can_mend_is_raised(session):
    form = submit(forms.Form, session)
    with pytest.raises(errors.ApiError), form.refusals():
        errors.found(None, "article")
