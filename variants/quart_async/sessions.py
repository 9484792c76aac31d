"""Who is looking at a page: the user whom the session names, in a cookie that is signed.

Quart keeps the session; here is what this site puts into it, and the way through the login.
"""

from functools import wraps

from quart import current_app, g, redirect, request, session, url_for

from shared import forms, queries, urls

from .db import fetch_one


def login_optional(view):
    """Find the viewer before a page for anybody."""

    @wraps(view)
    async def wrapper(**names):
        g.viewer = await find_viewer()
        return await view(**names)

    return wrapper


def login_required(view):
    """Find the viewer before a page for users only; others may log in, and come back."""

    @wraps(view)
    async def wrapper(**names):
        g.viewer = await find_viewer()
        if g.viewer is None:
            return await send_to_login()
        return await view(**names)

    return wrapper


async def find_viewer():
    """Return the row of the user who has logged in, unless that session has been ended since."""
    if "user_id" not in session:
        return None
    names = {"id": session["user_id"], "session_key": session.get("session_key")}
    return await fetch_one(queries.SESSION_VIEWER, names)


async def send_to_login():
    """Redirect to the login page, and store the URL to return to afterwards."""
    if request.method == "POST":
        session["next"] = urls.local((await request.form).get("next"), url_for("pages.home"))
        return redirect(url_for("pages.login"), 303)
    session["next"] = here()
    return redirect(url_for("pages.login"), 302)


def store_next_url():
    """Store the URL in ``next`` to return to after login, if it is on this site."""
    if next_url := urls.local(request.args.get("next"), ""):
        session["next"] = next_url


def begin_session(user):
    """Start a new session for a user, and return the URL to return to after login."""
    next_url = urls.local(session.get("next"), url_for("pages.home"))
    session.clear()
    session["user_id"] = user.id
    session["session_key"] = user.session_key
    return next_url


def here() -> str:
    """Return the address of this request, without its host."""
    return urls.here(request.root_path, request.path, request.query_string)


def csrf_token() -> str:
    """Return what a button must send to prove that it was on a page of this visitor."""
    return forms.Form(None, session, csrf_key())["csrf_token"].current_token


def csrf_key() -> bytes:
    """Return what CSRF tokens are signed with."""
    return current_app.extensions["security"].key
