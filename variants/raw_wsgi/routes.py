"""Which handler answers which method and path.

Patterns are tried in order, so that ``/api/articles/feed`` is found before the slug it looks
like. One that matches but lacks the method does not end the search: ``feed`` may not be
changed as a list, yet PUT asks for an article of that name, and learns that there is none.
"""

import re

from shared.errors import http_error

from . import api
from .http import Response


def compile_route(path, **handlers):
    """Return a path as a pattern, and its handlers by method, HEAD included."""
    pattern = re.compile(re.sub("<([a-z]+)>", "(?P<\\1>[^/]+)", re.escape(path)))
    if "GET" in handlers:
        handlers["HEAD"] = handlers["GET"]
    return pattern, handlers


ROUTES = [
    compile_route("/api/articles", GET=api.list_articles, POST=api.create_article),
    compile_route("/api/articles/feed", GET=api.feed),
    compile_route(
        "/api/articles/<slug>",
        GET=api.get_article,
        PUT=api.update_article,
        DELETE=api.delete_article,
    ),
    compile_route("/api/articles/<slug>/favorite", POST=api.favorite, DELETE=api.unfavorite),
    compile_route("/api/articles/<slug>/comments", GET=api.list_comments, POST=api.create_comment),
    compile_route("/api/articles/<slug>/comments/<id>", DELETE=api.delete_comment),
    compile_route("/api/tags", GET=api.list_tags),
    compile_route("/api/user", GET=api.get_user, PUT=api.update_user),
    compile_route("/api/users", POST=api.register),
    compile_route("/api/users/login", POST=api.login),
    compile_route("/api/profiles/<username>", GET=api.get_profile),
    compile_route("/api/profiles/<username>/follow", POST=api.follow, DELETE=api.unfollow),
    compile_route("/api/openapi.json", GET=api.get_openapi),
]


def find_handler(method, path):
    """Return the handler of a request and the names in its path; raises ApiError (404, 405)."""
    allowed = set()
    for pattern, handlers in ROUTES:
        if match := pattern.fullmatch(path):
            if method in handlers:
                return handlers[method], match.groupdict()
            allowed |= handlers.keys() | {"OPTIONS"}
    if not allowed:
        raise http_error(404)
    headers = {"Allow": ", ".join(sorted(allowed))}
    if method == "OPTIONS":
        return lambda request: Response(200, headers=headers), {}
    raise http_error(405, headers)
