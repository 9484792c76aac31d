"""Which handler answers which method and path, and which path leads to a handler.

A rule leads to an endpoint, which may be anything: here it is the handler itself. Rules need no
order: for ``/api/articles/feed`` the one with that word is tried before the one with a slug. One
that matches but lacks the method does not end the search, so that slug is of a kind of its own,
which has no reserved words: the feed may not be changed, by whatever method.

The way back, from a handler to its path, goes by the names of handlers and of their modules, such
as ``pages.show_article``: templates and handlers cannot import what imports them.
"""

from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import BaseConverter, Map, Rule, Submount

from shared.slugs import RESERVED

from . import api, pages, static
from .http import Response

API = [
    Rule("/articles", methods=["GET"], endpoint=api.list_articles),
    Rule("/articles", methods=["POST"], endpoint=api.create_article),
    Rule("/articles/feed", methods=["GET"], endpoint=api.feed),
    Rule("/articles/<slug:slug>", methods=["GET"], endpoint=api.get_article),
    Rule("/articles/<slug:slug>", methods=["PUT"], endpoint=api.update_article),
    Rule("/articles/<slug:slug>", methods=["DELETE"], endpoint=api.delete_article),
    Rule("/articles/<slug>/favorite", methods=["POST"], endpoint=api.favorite),
    Rule("/articles/<slug>/favorite", methods=["DELETE"], endpoint=api.unfavorite),
    Rule("/articles/<slug>/comments", methods=["GET"], endpoint=api.list_comments),
    Rule("/articles/<slug>/comments", methods=["POST"], endpoint=api.create_comment),
    Rule("/articles/<slug>/comments/<id>", methods=["DELETE"], endpoint=api.delete_comment),
    Rule("/tags", methods=["GET"], endpoint=api.list_tags),
    Rule("/user", methods=["GET"], endpoint=api.get_user),
    Rule("/user", methods=["PUT"], endpoint=api.update_user),
    Rule("/users", methods=["POST"], endpoint=api.register),
    Rule("/users/login", methods=["POST"], endpoint=api.login),
    Rule("/profiles/<username>", methods=["GET"], endpoint=api.get_profile),
    Rule("/profiles/<username>/follow", methods=["POST"], endpoint=api.follow),
    Rule("/profiles/<username>/follow", methods=["DELETE"], endpoint=api.unfollow),
    Rule("/openapi.json", methods=["GET"], endpoint=api.get_openapi),
]

PAGES = [
    Rule("/", methods=["GET"], endpoint=pages.home),
    Rule("/tag/<tag>", methods=["GET"], endpoint=pages.tag),
    Rule("/login", methods=["GET", "POST"], endpoint=pages.login),
    Rule("/register", methods=["GET", "POST"], endpoint=pages.register),
    Rule("/logout", methods=["POST"], endpoint=pages.logout),
    Rule("/settings", methods=["GET", "POST"], endpoint=pages.settings),
    Rule("/profile/<username>", methods=["GET"], endpoint=pages.show_profile),
    Rule("/profile/<username>/favorites", methods=["GET"], endpoint=pages.show_favorites),
    Rule("/profile/<username>/follow", methods=["POST"], endpoint=pages.follow),
    Rule("/profile/<username>/unfollow", methods=["POST"], endpoint=pages.unfollow),
    Rule("/editor", methods=["GET", "POST"], endpoint=pages.new_article),
    Rule("/editor/<slug>", methods=["GET", "POST"], endpoint=pages.edit_article),
    Rule("/article/<slug>", methods=["GET"], endpoint=pages.show_article),
    Rule("/article/<slug>/delete", methods=["POST"], endpoint=pages.delete_article),
    Rule("/article/<slug>/favorite", methods=["POST"], endpoint=pages.favorite),
    Rule("/article/<slug>/unfavorite", methods=["POST"], endpoint=pages.unfavorite),
    Rule("/article/<slug>/comments", methods=["POST"], endpoint=pages.create_comment),
    Rule("/article/<slug>/comments/<id>/delete", methods=["POST"], endpoint=pages.delete_comment),
]

STATIC = Rule("/static/<digest>/<filename>", methods=["GET"], endpoint=static.send)


class SlugConverter(BaseConverter):
    """A slug in a path, which is never a reserved word: the feed's path is not an article's."""

    regex = rf"(?!(?:{'|'.join(RESERVED)})\Z)[^/]+"
    part_isolating = True


URL_MAP = Map(
    [Submount("/api", API), *PAGES, STATIC],
    converters={"slug": SlugConverter},
    merge_slashes=False,  # a path with two slashes is another path: 404
)

# One for all requests: no rule names a host, so it is all the same which one was asked for.
ADAPTER = URL_MAP.bind("")


def endpoint_of(handler):
    """Return the name by which a handler is linked to."""
    if handler is static.send:
        return "static"
    return f"{handler.__module__.rpartition('.')[2]}.{handler.__name__}"


HANDLERS = {endpoint_of(rule.endpoint): rule.endpoint for rule in URL_MAP.iter_rules()}


def find_handler(method, path):
    """Return the handler of a request and the names in its path; raises HTTPException."""
    if path.startswith("//"):
        raise NotFound  # the adapter would take them for one
    try:
        return ADAPTER.match(path, method)
    except MethodNotAllowed as error:
        allowed = sorted({*error.valid_methods, "OPTIONS"})
        if method != "OPTIONS":
            raise MethodNotAllowed(allowed) from None
    headers = {"Allow": ", ".join(allowed)}
    return lambda request: Response(headers=headers), {}


def build_url(root, endpoint, **values):
    """Return the address of an endpoint, under the root at which the application is mounted.

    Values fill in the names of its path, and what is left of them becomes the query string. Raises
    KeyError for an endpoint that there is not, and BuildError for a name without a value.
    """
    static.add_digest(endpoint, values)
    return URL_MAP.bind("", root).build(HANDLERS[endpoint], values)
