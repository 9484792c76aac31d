"""The static files, by hand: sending one, a part of one, or word that it has not changed.

A browser that has a file may ask whether it is still the same, by its entity tag or its date
(RFC 9110, section 13); one that has half of it may ask for the rest (section 14). ``send`` looks at
these headers in the order that section 13.2.2 wants. A tag says more than a date, which counts only
where there is no tag; a header that makes no sense is as good as none.

What could be better: all files are in memory, and a request for several parts is given the whole.
Ours are few and small; larger ones are for ``wsgi.file_wrapper``, or for nginx.
"""

import re
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from shared import assets
from shared.errors import http_error

from .http import Response

ENTITY_TAG = re.compile(r'((?:W/)?)("[^"]*")')


def add_digest(endpoint, values):
    """Complete the address of a static file: ``url_for("static", filename=...)`` is enough."""
    if endpoint == "static":
        values.setdefault("digest", assets.DIGESTS[values["filename"]])


def send(request, digest, filename):
    """Send a static file, or a part of it, or word that it has not changed."""
    if not assets.is_current(digest, filename):
        raise http_error(404)
    tag = f'"{digest}"'
    modified = modified_at(assets.FOLDER / filename)
    headers = {"ETag": tag, "Cache-Control": assets.CACHE_CONTROL}
    refuse_another(request, tag, modified)
    if is_known(request, tag, modified):
        return Response(304, headers=headers)
    headers |= {
        "Content-Type": f"{assets.media_type(filename)}; charset=utf-8",
        "Last-Modified": format_datetime(modified, usegmt=True),
        "Accept-Ranges": "bytes",
    }
    return send_part(request, assets.FILES[filename], headers)


def modified_at(path) -> datetime:
    """Return when a file was changed; HTTP knows no parts of a second."""
    return datetime.fromtimestamp(int(path.stat().st_mtime), UTC)


def refuse_another(request, tag, modified) -> None:
    """Raise ApiError (412) where the client wants another file than this (13.1.1, 13.1.4)."""
    if (tags := request.header("If-Match")) is not None:
        is_another = not is_listed(tag, tags)
    else:
        date = parse_date(request.header("If-Unmodified-Since"))
        is_another = date is not None and modified > date
    if is_another:
        raise http_error(412)


def is_known(request, tag, modified) -> bool:
    """Tell whether the client has this file already (13.1.2, 13.1.3)."""
    if (tags := request.header("If-None-Match")) is not None:
        return is_listed(tag, tags, weak=True)
    date = parse_date(request.header("If-Modified-Since"))
    return date is not None and modified <= date


def is_listed(tag: str, tags: str, weak: bool = False) -> bool:
    """Tell whether a list of entity tags, or a ``*``, names one (section 13.1).

    A weak tag stands for something as good as this file, not for the same bytes (section 8.8.3).
    """
    found = ENTITY_TAG.findall(tags)
    return tags.strip() == "*" or ("", tag) in found or (weak and ("W/", tag) in found)


def parse_date(value: str | None) -> datetime | None:
    """Return the time in a header, in any of its three formats (section 5.6.7), or None."""
    try:
        date = parsedate_to_datetime(value or "")
    except (ValueError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def send_part(request, content, headers):
    """Send what a request wants of some bytes: the part that it names, or all."""
    found = assets.ONE_RANGE.fullmatch(request.header("Range") or "")
    if request.method != "GET" or not found or not is_same(request.header("If-Range"), headers):
        return Response(200, content, headers)
    first, stop = bounds(*found.groups(), len(content))
    if first >= len(content):
        raise http_error(416, {"Content-Range": f"bytes */{len(content)}"})
    if first >= stop:
        return Response(200, content, headers)  # it ends before it begins: no range at all
    headers |= {"Content-Range": f"bytes {first}-{stop - 1}/{len(content)}"}
    return Response(206, content[first:stop], headers)


def is_same(validator: str | None, headers) -> bool:
    """Tell whether the other part, if the client has one, is of this very file (section 13.1.5)."""
    return validator in {None, headers["ETag"], headers["Last-Modified"]}


def bounds(first: str, last: str, suffix: str, length: int) -> tuple[int, int]:
    """Return the first byte of a range and the one behind its last (section 14.1.2)."""
    if suffix:
        return max(length - int(suffix), 0), length
    return int(first), min(int(last) + 1, length) if last else length
