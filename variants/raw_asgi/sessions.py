"""Who is looking at a page: the user whom the session names, in a cookie that is signed.

``shared.sessions`` reads and writes that cookie; here is what this site puts into it, and the way
through the login.
"""

from functools import wraps

from shared import forms, queries, urls
from shared.sansio import redirect


def login_optional(handler):
    """Find the viewer before a page for anybody."""

    @wraps(handler)
    async def wrapper(request, **names):
        request.viewer = await find_viewer(request)
        return await handler(request, **names)

    return wrapper


def login_required(handler):
    """Find the viewer before a page for users only; others may log in, and come back."""

    @wraps(handler)
    async def wrapper(request, **names):
        request.viewer = await find_viewer(request)
        if request.viewer is None:
            return send_to_login(request)
        return await handler(request, **names)

    return wrapper


async def find_viewer(request):
    """Return the row of the user who has logged in, unless that session has been ended since."""
    session = request.session
    if "user_id" not in session:
        return None
    names = {"id": session["user_id"], "session_key": session.get("session_key")}
    return await request.db.fetch_one(queries.SESSION_VIEWER, names)


def send_to_login(request):
    """Redirect to the login page, and store the URL to return to afterwards."""
    if request.method == "POST":
        next_url = urls.local(request.form.get("next"), request.url_for("pages.home"))
        request.session["next"] = next_url
        return redirect(request.url_for("pages.login"), 303)
    request.session["next"] = here(request)
    return redirect(request.url_for("pages.login"), 302)


def store_next_url(request):
    """Store the URL in ``next`` to return to after login, if it is on this site."""
    if next_url := urls.local(request.arguments.get("next"), ""):
        request.session["next"] = next_url


def begin_session(request, user):
    """Start a new session for a user, and return the URL to return to after login."""
    session = request.session
    next_url = urls.local(session.get("next"), request.url_for("pages.home"))
    session.clear()
    session["user_id"] = user.id
    session["session_key"] = user.session_key
    return next_url


def here(request) -> str:
    """Return the address of this request, without its host."""
    return urls.here(request.root, request.path, request.query)


def csrf_token(request) -> str:
    """Return what a button must send to prove that it was on a page of this visitor."""
    return forms.Form(None, request.session, csrf_key(request))["csrf_token"].current_token


def csrf_key(request) -> bytes:
    """Return what CSRF tokens are signed with."""
    return request.app.security.key
