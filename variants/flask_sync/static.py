"""The static files: Flask sends them and knows when a browser has one; parts are cut here."""

from contextlib import suppress

from flask import Flask, abort, request, send_from_directory
from werkzeug.datastructures import ContentRange

from shared import assets


def init_app(app: Flask) -> None:
    """Give an application its static files, under addresses that change with their content."""
    app.add_url_rule("/static/<digest>/<filename>", "static", send)
    app.url_defaults(add_digest)


def add_digest(endpoint, values):
    """Complete the address of a static file: ``url_for("static", filename=...)`` is enough."""
    if endpoint == "static":
        values.setdefault("digest", assets.DIGESTS.get(values["filename"]))


def send(digest, filename):
    """Send a static file, or a part of it, or word that it has not changed."""
    if not assets.is_current(digest, filename):
        abort(404)
    part = assets.part(request.headers.get, filename) if request.method == "GET" else None
    media_type = assets.media_type(filename)
    response = send_from_directory(
        assets.FOLDER, filename, mimetype=media_type, etag=digest, conditional=False
    )
    response.headers["Cache-Control"] = assets.CACHE_CONTROL
    with suppress(OverflowError):  # at a date of no century, of which Werkzeug makes a 500
        response.make_conditional(request, accept_ranges=True)
    if part is None or response.status_code != 200:
        return response
    return cut(response, part, assets.FILES[filename])


def cut(response, part, content):
    """Make a response with a file one with a part of it."""
    response.close()  # the file
    response.direct_passthrough = False  # the server would send that, and not what is set here
    response.status_code = 206
    response.set_data(content[part])
    response.content_range = ContentRange("bytes", part.start, part.stop, len(content))
    return response
