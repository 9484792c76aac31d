"""What the database sees of a page: few statements, no matter how much it shows, and no more."""

import httpx2
import pytest

from tests.conftest import variants_of
from tests.contract.client import PASSWORD, newcomer
from tests.pages.client import Browser
from tests.variants.watching import PING, TRANSACTION, marks, watching

# The most statements of a page, without the one that finds out who is asking.
MOST = {
    "/": 2,
    "/?page=1000": 3,
    "/?feed=following": 2,
    "/?feed=following&page=1000": 3,
    "/tag/x": 2,
    "/tag/no-such-tag": 3,
    "/article/{slug}": 2,
    "/article/no-such-article": 1,
    "/profile/{author}": 2,
    "/profile/{reader}/favorites": 2,
    "/profile/{fresh}": 3,
    "/profile/no-such-user": 1,
    "/editor/{own}": 2,
    "/editor": 0,
    "/settings": 0,
    "/login": 0,
    "/register": 0,
    "/logout": 0,
    "/nothing": 0,
    "/?page=0": 0,
}
FOR_USERS = [path for path in MOST if "feed" in path or "editor" in path or "settings" in path]
# Each is sent from a page: what is typed, and the most statements in all.
FORMS = [
    ("/tag/fresh", "/article/{unread}/favorite", {}, 6),
    ("/tag/fresh", "/article/{unread}/unfavorite", {}, 6),
    ("/profile/{fresh}", "/profile/{fresh}/follow", {}, 6),
    ("/profile/{fresh}", "/profile/{fresh}/unfollow", {}, 6),
    ("/article/{slug}", "/article/{slug}/comments", {"body": "Well said."}, 6),
    ("/editor", "/editor", {"title": "T", "description": "D", "body": "B", "new_tags": "x,y"}, 7),
    ("/editor/{own}", "/editor/{own}", {"body": "Changed.", "new_tags": "x, y"}, 10),
    ("/article/{own}", "/article/{own}/delete", {}, 5),
    ("/settings", "/settings", {"bio": "Changed."}, 5),
    ("/settings", "/settings", {"password": "a new password"}, 5),
    ("/settings", "/logout", {}, 4),
]

NAMES = [" ".join([action, *typed]) for _, action, typed, _ in FORMS]
forms = pytest.mark.parametrize(("page", "action", "typed", "most"), FORMS, ids=NAMES)


def pytest_generate_tests(metafunc):
    metafunc.parametrize("watched", variants_of(metafunc.config), indirect=True, scope="module")


@pytest.fixture(scope="module")
def watched(request, cluster, new_database):
    """Serve a variant on a database with authors, articles, tags, comments and favourites."""
    with watching(request.param, cluster, new_database) as watched:
        fresh = watched.api.register("fresh")
        watched.names["fresh"] = fresh.username
        watched.names["unread"] = fresh.publish(tagList=["fresh"])["slug"]
        watched.names["own"] = watched.names["unread"]  # until a user has one
        yield watched


@pytest.fixture(scope="module")
def new_browser(watched):
    """Open browsers that share connections."""
    with httpx2.HTTPTransport(trust_env=False) as transport:
        yield lambda: Browser.new(watched.address, transport)


@pytest.fixture(scope="module")
def nobody(watched, new_browser):
    """Return a browser whose requests have opened and prepared what is not to be counted."""
    browser = new_browser()
    for path in MOST:
        browser.get(path.format(**watched.names))
    return browser


@pytest.fixture(scope="module")
def enter(watched, new_browser, nobody):
    """Let somebody new write an article, follow an author, and log in with a browser."""

    def enter():
        browser = new_browser()
        api = browser.api.register("user")
        api.post(f"/profiles/{watched.names['author']}/follow")
        watched.names["own"] = api.publish(tagList=["x"])["slug"]
        assert browser.log_in(api.email).status == 303
        return browser

    return enter


@pytest.fixture(scope="module")
def viewer(enter):
    """Return the browser of somebody who only reads."""
    return enter()


@pytest.fixture
def user(enter):
    """Return the browser of somebody new."""
    return enter()


def opened(watched, browser, path, method="GET"):
    """Return the statements that a page led to."""
    with watched.statements() as statements:
        page = browser.send(method, path.format(**watched.names))
        assert page.status < 500
    return statements


def shown(watched, user, page, action):
    """Return a form; one that undoes something is shown only once it was done."""
    page, action = page.format(**watched.names), action.format(**watched.names)
    if action.endswith(("/unfavorite", "/unfollow")):
        folder, undoes = action.rsplit("/un", 1)
        user.submit(user.read(page).form(f"{folder}/{undoes}"))
    return user.read(page).form(action)


def submitted(watched, browser, form, **typed):
    """Return the statements that a form led to, and the answer."""
    with watched.statements() as statements:
        page = browser.submit(form, **typed)
    return statements, page


def test_the_log_shows_what_it_should(watched, viewer):
    """Without this, an empty log would pass for no statement at all."""
    assert len(opened(watched, viewer, "/article/{slug}")) == 3


@pytest.mark.parametrize("path", [path for path in MOST if path not in FOR_USERS])
def test_a_page_for_nobody_takes_few_statements(watched, nobody, path):
    statements = opened(watched, nobody, path)
    assert len(statements) <= MOST[path], statements


@pytest.mark.parametrize("path", FOR_USERS)
def test_to_send_nobody_to_the_login_takes_none(watched, nobody, path):
    assert opened(watched, nobody, path) == []


@pytest.mark.parametrize("path", MOST)
def test_to_know_the_viewer_takes_one_more(watched, viewer, path):
    statements = opened(watched, viewer, path)
    assert len(statements) <= MOST[path] + 1, statements


@pytest.mark.parametrize("path", MOST)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_page_opens_no_transaction_and_asks_nothing_needless(watched, viewer, method, path):
    statements = opened(watched, viewer, path, method)
    assert not [s for s in statements if TRANSACTION.match(s) or PING.fullmatch(s)]
    assert len(set(statements)) == len(statements), "asked twice"


def test_a_static_file_asks_nothing_not_even_who_wants_it(watched, viewer):
    (style,) = [link["href"] for link in viewer.read("/").all("link[rel=stylesheet]")]
    assert opened(watched, viewer, style) == []
    assert len(opened(watched, viewer, "/static/x/nothing.css")) <= 1


@forms
def test_what_a_form_changes_is_one_transaction(watched, user, page, action, typed, most):
    form = shown(watched, user, page, action)
    statements, answer = submitted(watched, user, form, **typed)
    assert answer.status == 303
    assert marks(statements) == ["BEGIN", "COMMIT"], statements
    assert "session_key" in statements[0], "the viewer is known before the transaction begins"
    assert statements[-1].upper().startswith("COMMIT")
    assert not [s for s in statements if PING.fullmatch(s)]
    assert len(statements) <= most, statements


@forms
def test_what_is_refused_begins_no_transaction(watched, user, page, action, typed, most):
    form = shown(watched, user, page, action).fill(csrf_token="wrong")
    statements, answer = submitted(watched, user, form, **typed)
    assert answer.status in (403, 422)
    assert marks(statements) == []


def test_a_registration_is_one_transaction(watched, nobody, new_browser):
    browser = new_browser()
    form = browser.read("/register").form("/register")
    statements, page = submitted(watched, browser, form, **newcomer())
    assert page.status == 303
    assert marks(statements) == ["BEGIN", "COMMIT"]
    assert len(statements) <= 4, statements


def test_a_login_reads_one_row(watched, nobody, new_browser):
    """No transaction is open while the password is compared, which takes a while."""
    browser, email = new_browser(), watched.reader.email
    form = browser.read("/login").form("/login")
    for password, status in (("wrong", 401), (PASSWORD, 303)):
        statements, page = submitted(watched, browser, form, email=email, password=password)
        assert page.status == status
        assert (len(statements), marks(statements)) == (1, [])


def test_a_form_that_breaks_a_rule_asks_for_nothing(watched, new_browser):
    browser = new_browser()
    for path in ("/login", "/register"):
        statements, page = submitted(watched, browser, browser.read(path).form(path))
        assert page.status == 422
        assert statements == []
