"""The static files: Werkzeug sends them and knows when a browser has one; parts are cut here."""

from contextlib import suppress

from werkzeug.datastructures import ContentRange
from werkzeug.exceptions import NotFound
from werkzeug.utils import send_file

from shared import assets


def add_digest(endpoint, values):
    """Complete the address of a static file: ``url_for("static", filename=...)`` is enough."""
    if endpoint == "static":
        values.setdefault("digest", assets.DIGESTS[values["filename"]])


def send(request, digest, filename):
    """Send a static file, or a part of it, or word that it has not changed."""
    if not assets.is_current(digest, filename):
        raise NotFound
    part = assets.part(request.headers.get, filename) if request.method == "GET" else None
    path, kind = assets.FOLDER / filename, assets.media_type(filename)
    response = send_file(path, request.environ, mimetype=kind, etag=digest, conditional=False)
    response.headers["Cache-Control"] = assets.CACHE_CONTROL
    with suppress(OverflowError):  # at a date of no century, of which Werkzeug makes a 500
        response.make_conditional(request, accept_ranges=True)
    if part is None or response.status_code != 200:
        return response
    return cut(response, part, assets.FILES[filename])


def cut(response, part, content):
    """Make a response with a file one with a part of it."""
    response.close()  # the file
    response.status_code = 206
    response.set_data(content[part])
    response.content_range = ContentRange("bytes", part.start, part.stop, len(content))
    return response
