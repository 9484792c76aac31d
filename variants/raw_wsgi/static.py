"""The static files, by hand: sending one, a part of one, or word that it has not changed.

A browser that has a file may ask whether it is still the same (RFC 9110, section 13), and one that
has half of it may ask for the rest (section 14): ``shared`` knows what they ask, and here it is
answered.

What could be better: all files are in memory, and a request for several parts is given the whole.
Ours are few and small; larger ones are for ``wsgi.file_wrapper``, or for nginx.
"""

from email.utils import format_datetime

from shared import assets, conditions
from shared.errors import http_error
from shared.sansio import Response


def add_digest(endpoint, values):
    """Complete the address of a static file: ``url_for("static", filename=...)`` is enough."""
    if endpoint == "static":
        values.setdefault("digest", assets.DIGESTS[values["filename"]])


def send(request, digest, filename):
    """Send a static file, or a part of it, or word that it has not changed."""
    if not assets.is_current(digest, filename):
        raise http_error(404)
    tag, modified = assets.entity_tag(filename), assets.MODIFIED[filename]
    headers = {"ETag": tag, "Cache-Control": assets.CACHE_CONTROL}
    if conditions.is_known(request.header, tag, modified):
        return Response(304, headers=headers)
    headers |= {
        "Content-Type": f"{assets.media_type(filename)}; charset=utf-8",
        "Last-Modified": format_datetime(modified, usegmt=True),
        "Accept-Ranges": "bytes",
    }
    content = assets.FILES[filename]
    part = assets.part(request.header, filename) if request.method == "GET" else None
    return Response(200, content, headers) if part is None else cut(part, content, headers)


def cut(part, content, headers):
    """Return a response with a part of a file."""
    span = f"bytes {part.start}-{part.stop - 1}/{len(content)}"
    return Response(206, content[part], {**headers, "Content-Range": span})
