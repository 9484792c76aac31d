"""Forms that were not sent from their page: each is refused, and changes nothing."""

import re

import pytest

from tests.contract.client import newcomer, unique
from tests.pages.client import words
from tests.pages.site import BUTTONS, FORMS, OF_USERS, PAGES, WITH_FIELDS, Stage

pytestmark = pytest.mark.http_only

TOKEN = "csrf_token"


@pytest.fixture(scope="module")
def before(stage):
    """Return what there is before anything was tried."""
    return stage.state()


def without_a_token(form, _):
    return form.drop(TOKEN)


def with_an_empty_token(form, _):
    return form.fill(csrf_token="")


def with_a_wrong_token(form, _):
    last = form[TOKEN][-1]
    return form.fill(csrf_token=form[TOKEN][:-1] + ("0" if last != "0" else "1"))


def with_a_token_that_is_none(form, _):
    return form.fill(csrf_token="##é\0" + "x" * 5_000)


def with_the_token_of_another_user(form, new_browser):
    other = new_browser()
    other.log_in(other.api.register("mallory").email)
    return form.fill(csrf_token=other.read("/settings").form("/settings")[TOKEN])


def with_the_token_of_nobody(form, new_browser):
    return form.fill(csrf_token=new_browser().read("/login").form("/login")[TOKEN])


FORGERIES = [
    without_a_token,
    with_an_empty_token,
    with_a_wrong_token,
    with_a_token_that_is_none,
    with_the_token_of_another_user,
    with_the_token_of_nobody,
]


def general(path):
    """Return the path of a form as it is whatever it is about."""
    path = re.sub("(?<=^/article/)[^/]+|(?<=^/editor/)[^/]+", "{slug}", path)
    path = re.sub("(?<=^/profile/)[^/]+", "{username}", path)
    return re.sub("(?<=/comments/)[0-9]+", "{id}", path)


def test_the_table_of_forms_is_complete(stage):
    """Every form on every page is in the table, and every form in the table on its page."""
    paths = [stage.fill_in(view.path) for view in PAGES]
    paths += [stage.fill_in(form.page) for form in FORMS]
    pages = [by.get(path) for by in (stage.nobody, stage.ann, stage.bob) for path in set(paths)]
    shown = {general(form.action) for page in pages for form in page.forms}
    assert shown == {general(stage.fill_in(form.path)) for form in FORMS}


@pytest.mark.parametrize("form", OF_USERS, ids=str)
def test_every_form_that_a_user_is_shown_has_a_token(stage, form):
    page = stage.shown(form)
    assert page.forms
    for shown in page.forms:
        assert shown.method == "POST"
        assert len(shown[TOKEN]) > 20


@pytest.mark.parametrize("form", BUTTONS, ids=str)
def test_a_button_that_was_not_pressed_on_its_page_is_refused(stage, before, new_browser, form):
    browser = stage.by(form.by)
    shown = stage.shown(form).form(stage.fill_in(form.path))
    for forge in FORGERIES:
        page = browser.submit(forge(shown, new_browser))
        assert page.status == 403, forge
        assert page.one("nav.navbar")
        assert page.viewer == browser.username
    assert stage.state() == before


@pytest.mark.parametrize("form", WITH_FIELDS, ids=str)
def test_a_form_that_was_not_sent_from_its_page_is_shown_again_as_it_was_filled_in(
    stage, before, new_browser, form
):
    path, typed = stage.fill_in(form.path), stage.typed(form)
    shown = stage.shown(form).form(path).fill(**typed)
    for forge in FORGERIES:
        page = stage.by(form.by).submit(forge(shown, new_browser))
        assert page.status == 422, forge
        assert len(page.errors) == 1
        again = page.form(path)
        assert again[TOKEN]
        for name, value in typed.items():
            assert again[name] == ("" if name == "password" else value)
    assert stage.state() == before


def test_a_refused_registration_registers_nobody(nobody):
    fields = newcomer("eve")
    form = nobody.read("/register").form("/register").drop(TOKEN)
    assert nobody.submit(form, **fields).status == 422
    assert nobody.api.get(f"/profiles/{fields['username']}").status_code == 404


def test_the_form_that_is_shown_again_can_be_sent(ann):
    typed = {"title": unique("A title"), "description": "D", "body": "B"}
    page = ann.submit(ann.read("/editor").form("/editor").fill(csrf_token="wrong"), **typed)
    assert page.status == 422
    sent = ann.submit(page.form("/editor"))
    assert sent.status == 303
    assert ann.follow(sent).texts("h1") == [typed["title"]]


def test_a_form_is_good_for_as_long_as_the_session(ann):
    """Whoever has two tabs open can send the form of the first after reading the second."""
    form = ann.read("/settings").form("/settings")
    for path in ("/", "/editor", "/settings", f"/profile/{ann.username}"):
        ann.read(path)
    assert ann.submit(form, bio="First").status == 303
    assert ann.submit(form, bio="Second").status == 303
    assert ann.api.get("/user").json()["user"]["bio"] == "Second"


def test_a_form_from_before_a_login_is_good_no_more(ann, nobody):
    token = nobody.read("/login").form("/login")[TOKEN]
    nobody.log_in(ann.api.email)
    page = nobody.submit(nobody.read("/settings").form("/settings").fill(csrf_token=token))
    assert page.status == 422
    assert page.viewer == ann.username


def test_a_form_from_before_a_logout_is_good_no_more(ann):
    form = ann.read("/settings").form("/settings")
    ann.submit(ann.read("/settings").form("/logout"))
    ann.log_in(ann.api.email)
    assert ann.submit(form, bio="Late").status == 422
    assert ann.api.get("/user").json()["user"]["bio"] is None


@pytest.mark.parametrize("form", OF_USERS, ids=str)
def test_nobody_is_sent_to_the_login_before_anything_else(stage, before, form):
    page = stage.nobody.post(stage.fill_in(form.path), *stage.typed(form).items())
    assert (page.status, page.location) == (303, "/login")
    assert stage.state() == before


@pytest.mark.parametrize("form", BUTTONS, ids=str)
def test_what_can_only_be_posted_is_not_done_by_a_link(stage, before, form):
    page = stage.by(form.by).get(stage.fill_in(form.path))
    assert page.status == 405
    assert stage.state() == before


def test_what_nobody_may_press_is_shown_all_the_same_and_leads_to_the_login(stage: Stage):
    page = stage.nobody.read(stage.fill_in("/article/{slug}"))
    for label in ("Favorite Article", f"Follow {stage.ann.username}"):
        form = page.button(label)
        assert not dict(form.fields).get(TOKEN)
        sent = stage.nobody.submit(form)
        assert (sent.status, sent.location) == (303, "/login")
    assert "Delete Article" not in words(page.one("body"))
