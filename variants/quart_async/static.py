"""The static files: Quart sends them and knows when a browser has one; parts are cut here."""

from contextlib import suppress

from quart import Quart, abort, request, send_from_directory
from werkzeug.datastructures import ContentRange

from shared import assets


def init_app(app: Quart) -> None:
    """Give an application its static files, under addresses that change with their content."""
    app.add_url_rule("/static/<digest>/<filename>", "static", send)
    app.url_defaults(add_digest)


def add_digest(endpoint, values):
    """Complete the address of a static file: ``url_for("static", filename=...)`` is enough."""
    if endpoint == "static":
        values.setdefault("digest", assets.DIGESTS.get(values["filename"]))


async def send(digest, filename):
    """Send a static file, or a part of it, or word that it has not changed."""
    if not assets.is_current(digest, filename):
        abort(404)
    part = assets.part(request.headers.get, filename) if request.method == "GET" else None
    media_type = assets.media_type(filename)
    response = await send_from_directory(
        assets.FOLDER, filename, mimetype=media_type, add_etags=False, conditional=False
    )
    response.headers["Cache-Control"] = assets.CACHE_CONTROL
    response.set_etag(digest)  # Quart's own would change with the time of the file
    with suppress(OverflowError):  # at a date of no century, of which Werkzeug makes a 500
        await response.make_conditional(request)
    if part is None or response.status_code != 200:
        return response
    return cut(response, part, assets.FILES[filename])


def cut(response, part, content):
    """Make a response with a file one with a part of it."""
    response.status_code = 206
    response.set_data(content[part])
    response.content_range = ContentRange("bytes", part.start, part.stop, len(content))
    return response
