"""Who is asking the API: the user whom the token of a request names."""

from functools import wraps

from shared import errors, queries
from shared.security import token_from


def token_optional(handler):
    """Find the viewer before a handler that answers anybody."""

    @wraps(handler)
    def wrapper(request, **names):
        request.viewer = find_viewer(request)
        return handler(request, **names)

    return wrapper


def token_required(handler):
    """Find the viewer before a handler that answers users only."""

    @wraps(handler)
    def wrapper(request, **names):
        request.viewer = find_viewer(request)
        if request.viewer is None:
            raise errors.missing_token()
        return handler(request, **names)

    return wrapper


def find_viewer(request):
    """Return the row of the user whom the token names, or None without a token."""
    token = token_from(request.header("Authorization"))
    if token is None:
        return None
    names = request.app.security.read_token(token)
    viewer = request.db.fetch_one(queries.VIEWER, names)
    if viewer is None:
        raise errors.invalid_token()
    return viewer
