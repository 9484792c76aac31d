"""Sessions: what begins one, what ends one, and what it takes along."""

import pytest

from tests.contract.client import PASSWORD, newcomer


def log_out(browser):
    """Press the button of the settings."""
    return browser.submit(browser.read("/settings").button("Or click here to logout."))


def viewers(*browsers):
    """Return whom the site takes the visitors for."""
    return [browser.read("/login").viewer for browser in browsers]


@pytest.fixture
def second(ann, new_browser):
    """Return a second browser of ann's."""
    browser = new_browser()
    assert browser.log_in(ann.api.email).status == 303
    return browser


def test_a_login_holds_on_every_page(ann, article):
    for path in ("/", "/settings", "/editor", f"/article/{article['slug']}", "/login"):
        assert ann.read(path).viewer == ann.username


def test_two_browsers_have_two_sessions(ann, second, nobody):
    assert viewers(ann, second, nobody) == [ann.username, ann.username, None]
    assert ann.cookie != second.cookie


def test_a_cookie_from_before_a_login_is_worth_nothing_after_it(ann, nobody, new_browser):
    """Whoever has planted a cookie in a browser does not share its login."""
    nobody.read("/login")
    planted = nobody.cookie
    assert nobody.log_in(ann.api.email).status == 303
    assert nobody.cookie != planted
    assert viewers(nobody, new_browser().bring(*planted)) == [ann.username, None]


def test_a_planted_cookie_opens_no_form_of_the_session_after_it(ann, nobody, new_browser):
    token = nobody.read("/login").form("/login")["csrf_token"]
    planted = nobody.cookie
    nobody.log_in(ann.api.email)
    mallory = new_browser().bring(*planted)
    late = mallory.read("/login").form("/login")["csrf_token"]
    for forged in (token, late):
        form = nobody.read("/settings").form("/settings").fill(csrf_token=forged)
        assert nobody.submit(form, bio="Forged.").status == 422


def test_a_registration_begins_a_session_of_its_own_too(nobody, new_browser):
    form = nobody.read("/register").form("/register")
    planted, fields = nobody.cookie, newcomer()
    assert nobody.submit(form, **fields).status == 303
    settings = nobody.read("/settings").form("/settings")
    assert settings["csrf_token"] != form["csrf_token"]
    assert viewers(nobody, new_browser().bring(*planted)) == [fields["username"], None]


def test_a_login_of_somebody_else_takes_nothing_along(ann, bob):
    late = ann.read("/settings").form("/settings")
    ann.submit(late, bio="Confirmed on the next page.")
    assert ann.log_in(bob.api.email).status == 303
    page = ann.read("/")
    assert page.viewer == bob.username
    assert "saved" not in page.response.text
    assert ann.submit(late, bio="Of the wrong user.").status == 422


def test_a_logout_leads_home(ann):
    page = log_out(ann)
    assert (page.status, page.location) == (303, "/")
    assert ann.follow(page).viewer is None
    for path in ("/settings", "/editor", "/?feed=following"):
        page = ann.get(path)
        assert (page.status, page.location) == (302, "/login")


def test_a_logout_ends_what_a_copy_of_the_cookie_could_go_on_with(ann, new_browser):
    copied = ann.cookie
    log_out(ann)
    assert new_browser().bring(*copied).read("/").viewer is None


def test_a_logout_ends_all_sessions_of_the_user_and_of_nobody_else(ann, second, bob):
    log_out(ann)
    assert viewers(ann, second, bob) == [None, None, bob.username]
    assert (second.get("/settings").status, second.get("/settings").location) == (302, "/login")
    assert second.log_in(ann.api.email).location == "/settings"


def test_a_login_does_not_end_the_sessions_of_before(ann, second):
    assert viewers(ann, second) == [ann.username, ann.username]


def test_after_a_logout_there_is_a_login(ann):
    log_out(ann)
    assert ann.log_in(ann.api.email).location == "/"
    assert ann.read("/").viewer == ann.username


def test_a_new_password_ends_all_other_sessions(ann, second, bob):
    form = ann.read("/settings").form("/settings")
    copied = second.cookie
    assert ann.submit(form, password="a new password").status == 303
    assert viewers(ann, second, bob) == [ann.username, None, bob.username]
    second.bring(*copied)
    assert second.read("/").viewer is None


def test_whoever_changed_the_password_goes_on(ann):
    before = ann.cookie
    ann.follow(ann.submit(ann.read("/settings").form("/settings"), password="a new password"))
    assert ann.cookie != before
    assert ann.submit(ann.read("/settings").form("/settings"), bio="New.").status == 303
    assert ann.read("/").viewer == ann.username


def test_the_cookie_from_before_a_new_password_is_worth_nothing(ann, new_browser):
    copied = ann.cookie
    ann.submit(ann.read("/settings").form("/settings"), password="a new password")
    assert viewers(ann, new_browser().bring(*copied)) == [ann.username, None]


def test_a_new_password_through_the_api_ends_all_sessions(ann, second, bob):
    ann.api.put("/user", {"user": {"password": "a new password"}})
    assert viewers(ann, second, bob) == [None, None, bob.username]
    assert ann.log_in(ann.api.email, "a new password").status == 303


@pytest.mark.parametrize("how", ["form", "API"])
def test_any_other_change_ends_no_session(ann, second, how):
    if how == "form":
        ann.submit(ann.read("/settings").form("/settings"), bio="New.", username=f"{ann.username}x")
    else:
        ann.api.put("/user", {"user": {"bio": "New.", "username": f"{ann.username}x"}})
    assert viewers(ann, second) == [f"{ann.username}x"] * 2


def test_a_refused_change_of_the_password_ends_no_session(ann, second, bob):
    form = ann.read("/settings").form("/settings")
    assert ann.submit(form, password="a new password", username=bob.username).status == 422
    assert ann.submit(form, password="short").status == 422
    assert viewers(ann, second) == [ann.username] * 2
    assert second.log_in(ann.api.email, PASSWORD).status == 303


def test_a_form_of_an_ended_session_leads_to_the_login(ann, second):
    form = second.read("/settings").form("/settings")
    log_out(ann)
    page = second.submit(form, bio="Too late.")
    assert (page.status, page.location) == (303, "/login")
    assert ann.api.get("/user").json()["user"]["bio"] is None


def test_a_failed_login_ends_no_session(ann):
    assert ann.log_in(ann.api.email, "not this one").status == 401
    assert ann.read("/").viewer == ann.username


def test_the_session_is_no_token_of_the_api_and_the_token_no_session(ann, new_browser):
    name, value = ann.cookie
    assert ann.send("GET", "/api/user").status == 401
    assert ann.send("GET", "/api/user", headers={"Authorization": f"Token {value}"}).status == 401
    stranger = new_browser()
    header = {"Authorization": f"Token {ann.api.token}"}
    assert stranger.get("/settings", headers=header).status == 302
    assert stranger.bring(name, ann.api.token).read("/").viewer is None


def test_the_api_sets_and_reads_no_cookie(ann, stage):
    for path in ("/api/articles", "/api/user", "/api/nothing"):
        page = ann.get(path)
        assert "Set-Cookie" not in page.headers
        assert "Cookie" not in page.headers.get("Vary", "")
    article = stage.names["slug"]
    assert ann.send("POST", f"/api/articles/{article}/favorite").status == 401


def test_a_new_password_ends_the_api_tokens_too(ann):
    old = ann.api
    assert old.get("/user").status_code == 200
    ann.follow(ann.submit(ann.read("/settings").form("/settings"), password="a new password"))
    assert old.get("/user").status_code == 401
    login = {"user": {"email": old.email, "password": "a new password"}}
    new = old.signed_in(old.post("/users/login", login).json()["user"])
    ann.submit(ann.read("/settings").form("/settings"), bio="Not a new password.")
    assert new.get("/user").status_code == 200


def test_a_logout_ends_no_api_token(ann):
    log_out(ann)
    assert ann.api.get("/user").status_code == 200
