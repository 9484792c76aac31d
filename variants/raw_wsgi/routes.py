"""Which handler answers which method and path, and which path leads to a handler.

Patterns are tried in order, and the first that matches decides: ``/api/articles/feed`` is never
the slug it looks like.

The way back, from a handler to its path, goes by endpoints: the names of handlers and of their
modules, such as ``pages.show_article``.
"""

import re
from urllib.parse import quote, urlencode

from shared import urls
from shared.errors import http_error
from shared.sansio import Response

from . import api, pages, static

NAME = re.compile("<([a-z]+)>")
QUERY = "!$'()*,/:;?@"  # what need not be escaped in a value of a query string (URL standard)


def compile_route(path, **handlers):
    """Return a path, its pattern, and its handlers by method, HEAD included."""
    pattern = re.compile(NAME.sub("(?P<\\1>[^/]+)", re.escape(path)))
    if "GET" in handlers:
        handlers["HEAD"] = handlers["GET"]
    return path, pattern, handlers


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
    compile_route("/", GET=pages.home),
    compile_route("/tag/<tag>", GET=pages.tag),
    compile_route("/login", GET=pages.login, POST=pages.login),
    compile_route("/register", GET=pages.register, POST=pages.register),
    compile_route("/logout", POST=pages.logout),
    compile_route("/settings", GET=pages.settings, POST=pages.settings),
    compile_route("/profile/<username>", GET=pages.show_profile),
    compile_route("/profile/<username>/favorites", GET=pages.show_favorites),
    compile_route("/profile/<username>/follow", POST=pages.follow),
    compile_route("/profile/<username>/unfollow", POST=pages.unfollow),
    compile_route("/editor", GET=pages.new_article, POST=pages.new_article),
    compile_route("/editor/<slug>", GET=pages.edit_article, POST=pages.edit_article),
    compile_route("/article/<slug>", GET=pages.show_article),
    compile_route("/article/<slug>/delete", POST=pages.delete_article),
    compile_route("/article/<slug>/favorite", POST=pages.favorite),
    compile_route("/article/<slug>/unfavorite", POST=pages.unfavorite),
    compile_route("/article/<slug>/comments", POST=pages.create_comment),
    compile_route("/article/<slug>/comments/<id>/delete", POST=pages.delete_comment),
    compile_route("/static/<digest>/<filename>", GET=static.send),
]


def endpoint_of(handler):
    """Return the name by which a handler is linked to."""
    if handler is static.send:
        return "static"
    return f"{handler.__module__.rpartition('.')[2]}.{handler.__name__}"


PATHS = {endpoint_of(h): path for path, _, handlers in ROUTES for h in handlers.values()}


def find_handler(method, path):
    """Return the handler of a request and the names in its path; raises ApiError (404, 405)."""
    for _, pattern, handlers in ROUTES:
        if match := pattern.fullmatch(path):
            return choose_handler(method, handlers), match.groupdict()
    raise http_error(404)


def choose_handler(method, handlers):
    """Return which of the handlers of a path answers a method; raises ApiError (405)."""
    if method in handlers:
        return handlers[method]
    headers = {"Allow": ", ".join(sorted({*handlers, "OPTIONS"}))}

    def answer_options(request, **names):
        return Response(200, headers=headers)

    if method == "OPTIONS":
        return answer_options
    raise http_error(405, headers)


def build_url(root, endpoint, **values):
    """Return the address of an endpoint, under the root at which the application is mounted.

    Values fill in the names of its path, and what is left of them becomes the query string. Raises
    KeyError for an endpoint that there is not, and for a name without a value.
    """
    static.add_digest(endpoint, values)
    path = NAME.sub(lambda name: quote(str(values.pop(name[1])), safe=urls.PATH), PATHS[endpoint])
    query = f"?{urlencode(values, safe=QUERY)}" if values else ""
    return quote(root, safe=urls.PATH) + path + query
