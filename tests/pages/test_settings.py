"""The settings: what may be changed, what is refused, and the way out."""

import pytest

from tests.contract.client import PASSWORD, unique
from tests.pages.client import words
from tests.pages.site import profile

FIELDS = {"image", "username", "bio", "email", "password"}


def form_of(browser):
    """Return the form of a visitor's settings."""
    return browser.read("/settings").form("/settings")


def test_the_form_shows_what_there_is(ann):
    ann.api.put("/user", {"user": {"bio": "One & <two>\n  three", "image": "https://e.org/?a&b"}})
    form = form_of(ann)
    assert set(form.names) >= FIELDS
    assert {name: form[name] for name in FIELDS} == {
        "image": "https://e.org/?a&b",
        "username": ann.username,
        "bio": "One & <two>\n  three",
        "email": ann.api.email,
        "password": "",
    }


def test_the_form_says_what_it_is_for(ann):
    page = ann.read("/settings")
    assert page.one("textarea[name=bio]")
    assert all(page.one(f"input[name={name}]") for name in FIELDS - {"bio"})
    assert page.button("Update Settings").action == "/settings"
    assert page.button("Or click here to logout.").action == "/logout"
    assert words(page.one("button.btn-outline-danger")) == "Or click here to logout."


def test_what_was_never_set_is_blank(ann):
    form = form_of(ann)
    assert (form["image"], form["bio"]) == ("", "")


def test_everything_can_be_changed_at_once(ann, nobody):
    name = unique("anne")
    changes = {"username": name, "email": f"{name}@EXAMPLE.org", "bio": "New.", "image": "http://x"}
    credentials = {"email": changes["email"], "password": "a new password"}
    page = ann.submit(form_of(ann), **changes, password=credentials["password"])
    assert (page.status, page.location) == (303, f"/profile/{name}")
    shown = ann.follow(page)
    assert shown.viewer == name
    assert shown.texts("h4") == [name]
    login = ann.api.post("/users/login", {"user": credentials})
    changed = ann.api.signed_in(login.json()["user"])
    assert profile(changed) == changes | {"email": f"{name}@example.org"}
    assert nobody.log_in(**credentials).status == 303


def test_nothing_needs_to_be_changed(ann):
    before = profile(ann.api)
    page = ann.submit(form_of(ann))
    assert (page.status, page.location) == (303, f"/profile/{ann.username}")
    assert profile(ann.api) == before


def test_what_is_cleared_is_gone(ann):
    ann.api.put("/user", {"user": {"bio": "Old.", "image": "http://x"}})
    assert ann.submit(form_of(ann), bio="", image="").status == 303
    assert profile(ann.api) | {"bio": None, "image": None} == profile(ann.api)


def test_a_blank_password_keeps_the_old_one(ann, nobody):
    assert ann.submit(form_of(ann), bio="New.", password="").status == 303
    assert nobody.log_in(ann.api.email, PASSWORD).status == 303


def test_a_new_password_replaces_the_old_one(ann, new_browser):
    assert ann.submit(form_of(ann), password="a new password").status == 303
    assert new_browser().log_in(ann.api.email, PASSWORD).status == 401
    assert new_browser().log_in(ann.api.email, "a new password").status == 303


@pytest.mark.http_only
@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("username", "", "can't be blank"),
        ("username", " ", "can't be blank"),
        ("username", "a b", "is invalid"),
        ("username", "x" * 65, "is too long"),
        ("email", "", "can't be blank"),
        ("email", "nobody", "is invalid"),
        ("password", "1234567", "is too short"),
        ("password", " ", "can't be blank"),
        ("password", "x" * 257, "is too long"),
        ("bio", "x" * 5_001, "is too long"),
        ("bio", "\0", "NUL"),
        ("image", "x" * 2_001, "is too long"),
        ("image", "\0", "NUL"),
    ],
)
def test_what_breaks_a_rule_is_shown_again_and_changes_nothing(ann, field, value, error):
    before = profile(ann.api)
    typed = {"bio": "Typed.", "image": "http://typed"} | {field: value}
    page = ann.submit(form_of(ann), **typed)
    assert page.status == 422
    assert len(page.errors) == 1
    assert error in page.errors[0]
    form = page.form("/settings")
    for name in ("image", "username", "bio", "email"):
        expected = ({"username": ann.username, "email": ann.api.email} | typed)[name]
        assert form[name] == expected or "\0" in expected
    assert form["password"] == ""
    assert page.viewer == ann.username
    assert profile(ann.api) == before


@pytest.mark.parametrize("taken", ["username", "email"])
def test_a_name_of_somebody_else_is_refused(ann, bob, taken):
    before = profile(ann.api)
    value = {"username": bob.username, "email": bob.api.email}[taken]
    page = ann.submit(form_of(ann), **{"bio": "Typed.", taken: value})
    assert page.status == 422
    assert page.errors == [f"{taken.capitalize()} has already been taken"]
    form = page.form("/settings")
    assert (form["bio"], form[taken]) == ("Typed.", value)
    assert page.viewer == ann.username
    assert profile(ann.api) == before


def test_a_refused_password_is_not_sent_back(ann):
    page = ann.submit(form_of(ann), username="", password="do not tell")
    assert page.status == 422
    assert "do not tell" not in page.response.text


def test_a_bio_of_many_lines_is_as_long_as_it_was_typed(ann):
    bio = "x\n" * 2_500
    assert ann.submit(form_of(ann), bio=bio).status == 303
    assert profile(ann.api)["bio"] == bio
    assert form_of(ann)["bio"] == bio


@pytest.mark.parametrize("bio", ["\n\nTwo lines down", "a\n\n\nb", "  <b>&amp;\n\t", "é🙂\u2028"])
def test_a_bio_comes_back_as_it_was_typed(ann, bio):
    assert ann.submit(form_of(ann), bio=bio).status == 303
    assert profile(ann.api)["bio"] == bio
    assert form_of(ann)["bio"] == bio


def test_fields_that_nobody_asked_for_are_ignored(ann, bob):
    names = ("id", "user_id", "viewer_id", "session_key", "password_hash", "x", "bio\0", "")
    form = form_of(ann).add(*((name, "1") for name in names))
    assert ann.submit(form, bio="New.").status == 303
    assert profile(ann.api)["bio"] == "New."
    assert profile(bob.api)["bio"] is None
    assert ann.read("/").viewer == ann.username


def test_a_change_is_confirmed_once(ann):
    page = ann.follow(ann.submit(form_of(ann), bio="New."))
    assert "Your settings are saved." in words(page.one("body"))
    assert "Your settings are saved." not in words(ann.read("/").one("body"))
