"""The static files, which Flask sends with all that HTTP has for them."""

from flask import Flask, abort, send_from_directory

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
    media_type = assets.media_type(filename)
    response = send_from_directory(assets.FOLDER, filename, mimetype=media_type, etag=digest)
    response.headers["Cache-Control"] = assets.CACHE_CONTROL
    return response
