"""Logging in and registering: what succeeds, what is shown again, and the way back."""

import pytest

from tests.contract.client import PASSWORD, newcomer, unique
from tests.pages.client import destination, words


def test_the_form_says_what_it_is_for(nobody):
    page = nobody.read("/login")
    assert page.texts("h1") == ["Sign in"]
    assert [words(link) for link in page.all('a[href="/register"]:not(.nav-link)')] != []
    assert page.one('input[name="password"]')["type"] == "password"
    assert words(page.one('form button[type="submit"]')) == "Sign in"
    form = page.form("/login")
    assert (form["email"], form["password"]) == ("", "")


def test_the_form_for_newcomers_says_what_it_is_for(nobody):
    page = nobody.read("/register")
    assert page.texts("h1") == ["Sign up"]
    assert page.all('a[href="/login"]:not(.nav-link)')
    assert page.one('input[name="password"]')["type"] == "password"
    assert words(page.one('form button[type="submit"]')) == "Sign up"
    assert set(page.form("/register").names) >= {"username", "email", "password"}


def test_a_newcomer_is_logged_in_at_once(nobody):
    fields = newcomer()
    page = nobody.submit(nobody.read("/register").form("/register"), **fields)
    assert (page.status, page.location) == (303, "/")
    assert nobody.follow(page).viewer == fields["username"]
    assert nobody.api.get(f"/profiles/{fields['username']}").status_code == 200


def test_whoever_has_registered_here_can_log_in_there(nobody, new_browser):
    fields = newcomer()
    nobody.submit(nobody.read("/register").form("/register"), **fields)
    user = {"email": fields["email"], "password": PASSWORD}
    assert nobody.api.post("/users/login", {"user": user}).status_code == 200
    elsewhere = new_browser()
    page = elsewhere.log_in(fields["email"])
    assert (page.status, page.location) == (303, "/")
    assert elsewhere.follow(page).viewer == fields["username"]


def test_the_case_of_an_address_does_not_matter(ann, nobody):
    assert nobody.log_in(ann.api.email.upper()).status == 303
    assert nobody.read("/").viewer == ann.username


@pytest.mark.parametrize("wrong", ["the password", "the address", "both", "a blank too many"])
def test_a_wrong_login_is_refused_in_the_same_words(ann, nobody, wrong):
    email = ann.api.email if wrong != "the address" else f"{unique('nobody')}@example.org"
    tries = {"the address": PASSWORD, "a blank too many": f"{PASSWORD} "}
    page = nobody.log_in(email, tries.get(wrong, "not this one"))
    assert page.status == 401
    assert page.texts("h1") == ["Sign in"]
    assert page.errors == ["Email or password is invalid"]
    form = page.form("/login")
    assert (form["email"], form["password"]) == (email, "")
    assert nobody.read("/").viewer is None


def test_a_password_is_never_sent_back(nobody):
    typed = newcomer() | {"email": "nobody", "password": "do not tell"}
    for page in (
        nobody.submit(nobody.read("/register").form("/register"), **typed),
        nobody.log_in("nobody@example.org", "do not tell"),
    ):
        assert page.status in (401, 422)
        assert "do not tell" not in page.response.text


@pytest.mark.parametrize("blank", ["email", "password"])
def test_nothing_may_be_blank_in_a_login(ann, nobody, blank):
    typed = {"email": ann.api.email, "password": PASSWORD} | {blank: ""}
    page = nobody.submit(nobody.read("/login").form("/login"), **typed)
    assert page.status == 422
    assert page.errors == [f"{blank.capitalize()} can't be blank"]
    assert page.form("/login")["email"] == typed["email"]


@pytest.mark.http_only
@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("username", "", "can't be blank"),
        ("username", "  ", "can't be blank"),
        ("username", "..", "is invalid"),
        ("username", "a b", "is invalid"),
        ("username", "<b>", "is invalid"),
        ("username", "a/b", "is invalid"),
        ("username", "é", "is invalid"),
        ("username", "a\r\nb", "is invalid"),
        ("username", "x" * 65, "is too long"),
        ("username", "\0", "NUL"),
        ("email", "", "can't be blank"),
        ("email", "nobody", "is invalid"),
        ("email", "a@b@c", "is invalid"),
        ("email", f"{'x' * 250}@e.org", "is too long"),
        ("password", "", "can't be blank"),
        ("password", "1234567", "is too short"),
        ("password", "x" * 257, "is too long"),
    ],
)
def test_a_registration_that_breaks_a_rule_is_shown_again(nobody, field, value, error):
    typed = newcomer() | {field: value}
    page = nobody.submit(nobody.read("/register").form("/register"), **typed)
    assert page.status == 422
    assert len(page.errors) == 1
    assert error in page.errors[0]
    assert page.errors[0].startswith(field.capitalize())
    form = page.form("/register")
    assert form["password"] == ""
    for name in ("username", "email"):
        assert name == field or form[name] == typed[name]
    assert nobody.read("/").viewer is None


def test_all_that_is_wrong_is_told_at_once(nobody):
    page = nobody.submit(nobody.read("/register").form("/register"))
    assert [error.split()[0] for error in page.errors] == ["Username", "Email", "Password"]


@pytest.mark.parametrize("taken", ["username", "email"])
def test_a_taken_name_is_told(ann, nobody, taken):
    typed = newcomer() | {taken: {"username": ann.username, "email": ann.api.email}[taken]}
    page = nobody.submit(nobody.read("/register").form("/register"), **typed)
    assert page.status == 422
    assert page.errors == [f"{taken.capitalize()} has already been taken"]
    form = page.form("/register")
    assert {name: form[name] for name in ("username", "email", "password")} == typed | {
        "password": ""
    }


def test_both_names_taken_are_told_at_once(ann, nobody):
    typed = {"username": ann.username, "email": ann.api.email.upper(), "password": PASSWORD}
    page = nobody.submit(nobody.read("/register").form("/register"), **typed)
    assert page.status == 422
    assert len(page.errors) == 2


@pytest.mark.parametrize("length", [8, 64, 256])
def test_a_password_of_any_allowed_length_works(nobody, new_browser, length):
    fields = newcomer() | {"password": ("é🙂 \"'<&%+" * 32)[:length]}
    assert nobody.submit(nobody.read("/register").form("/register"), **fields).status == 303
    assert new_browser().log_in(fields["email"], fields["password"]).status == 303


@pytest.mark.parametrize("username", ["a.b", "...", "-", "_", "favorites", "X" * 64])
def test_an_unusual_name_works_everywhere(nobody, username):
    name = username if len(username) == 64 else f"{username}{unique('x')}"
    name = unique("x").ljust(64, "X") if len(username) == 64 else name
    fields = newcomer() | {"username": name}
    page = nobody.submit(nobody.read("/register").form("/register"), **fields)
    assert nobody.follow(page).viewer == name
    assert nobody.read(f"/profile/{name}").texts("h4") == [name]
    assert nobody.read(f"/profile/{name}/favorites").texts("h4") == [name]


def test_a_second_login_replaces_the_first(ann, bob):
    assert ann.log_in(bob.api.email).status == 303
    assert ann.read("/").viewer == bob.username


@pytest.mark.parametrize(
    "path", ["/settings", "/editor", "/?feed=following", "/?x=%26%3D&feed=following&page=2"]
)
def test_the_login_leads_back_to_where_it_was_asked_for(ann, nobody, path):
    asked = nobody.get(path)
    assert (asked.status, asked.location) == (302, "/login")
    page = nobody.log_in(ann.api.email)
    assert page.status == 303
    assert destination(nobody.target, page) == path


def test_the_login_leads_back_to_an_article_to_edit(ann, article, nobody):
    asked = nobody.get(f"/editor/{article['slug']}")
    assert (asked.status, asked.location) == (302, "/login")
    page = nobody.log_in(ann.api.email)
    assert nobody.follow(page).form(f"/editor/{article['slug']}")["title"] == article["title"]


def test_a_failed_login_keeps_the_way_back(ann, nobody):
    nobody.get("/editor")
    assert nobody.log_in(ann.api.email, "not this one").status == 401
    assert nobody.log_in(ann.api.email).location == "/editor"


def test_the_way_back_is_gone_once(ann, nobody):
    nobody.get("/editor")
    assert nobody.log_in(ann.api.email).location == "/editor"
    assert nobody.log_in(ann.api.email).location == "/"


def test_the_last_page_that_needed_a_login_counts(ann, nobody):
    nobody.get("/settings")
    nobody.get("/editor")
    nobody.read("/")
    assert nobody.log_in(ann.api.email).location == "/editor"


def test_the_address_of_the_login_names_no_other_site(ann, nobody):
    form = nobody.read("/login?next=//evil.example/&to=https://evil.example").form("/login")
    page = nobody.submit(form, email=ann.api.email, password=PASSWORD)
    assert (page.status, page.location) == (303, "/")
