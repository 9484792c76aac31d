"""Who is asking the API: the user whom the token of a request names, and the password behind it.

Hashing keeps a core busy for dozens of milliseconds: in a thread, or the event loop stands still.
"""

from functools import wraps

from quart import current_app, g, request

from shared import errors, queries
from shared.security import token_from

from .db import fetch_one


def token_optional(view):
    """Find the viewer before a view that answers anybody."""

    @wraps(view)
    async def wrapper(**names):
        g.viewer = await find_viewer()
        return await view(**names)

    return wrapper


def token_required(view):
    """Find the viewer before a view that answers users only."""

    @wraps(view)
    async def wrapper(**names):
        g.viewer = await find_viewer()
        if g.viewer is None:
            raise errors.missing_token()
        return await view(**names)

    return wrapper


async def find_viewer():
    """Return the row of the user whom the token names, or None without a token."""
    token = token_from(request.headers.get("Authorization"))
    if token is None:
        return None
    names = current_app.extensions["security"].read_token(token)
    viewer = await fetch_one(queries.VIEWER, names)
    if viewer is None:
        raise errors.invalid_token()
    return viewer


def viewer_id() -> int | None:
    """Return the id of the viewer, or None for nobody."""
    return g.viewer and g.viewer.id


def issue_token(user) -> str:
    """Return a token that names a user."""
    return current_app.extensions["security"].issue_token(user)


async def hash_password(password: str) -> str:
    """Return the hash of a password, after waiting for a free hashing slot."""
    security, hashing = current_app.extensions["security"], current_app.extensions["hashing"]
    return await hashing.run(security.hash_password, password)


async def check_password(password_hash: str | None, password: str) -> str | None:
    """Return what is to be kept of a password if it is the right one, or None."""
    security, hashing = current_app.extensions["security"], current_app.extensions["hashing"]
    return await hashing.run(security.check_password, password_hash, password)
