"""The static files: where they are, and the addresses under which they may be kept for ever.

The address of a file holds a digest of its content, so another content is another address, and a
browser never has to ask again (RFC 8246). The files are read once, at import.
"""

import hashlib
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from .errors import http_error

FOLDER = Path(__file__).with_name("static")
YEAR = 365 * 24 * 3600  # seconds; as good as for ever
CACHE_CONTROL = f"public, max-age={YEAR}, immutable"

# Named here, because what Python knows of them depends on its version and on the machine.
MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}

FILES = {path.name: path.read_bytes() for path in FOLDER.iterdir()}
# HTTP knows no parts of a second.
MODIFIED = {
    path.name: datetime.fromtimestamp(int(path.stat().st_mtime), UTC) for path in FOLDER.iterdir()
}
DIGESTS = {name: hashlib.sha256(content).hexdigest()[:16] for name, content in FILES.items()}

ONE_RANGE = re.compile("bytes=(?:([0-9]{1,99})-([0-9]{0,99})|-([0-9]{1,99}))", re.IGNORECASE)


def is_current(digest: str, filename: str) -> bool:
    """Tell whether there is a file of this name with this content."""
    return DIGESTS.get(filename) == digest


def media_type(filename: str) -> str:
    """Return the media type of one of the files, without its charset, which is UTF-8."""
    return MEDIA_TYPES[Path(filename).suffix]


def entity_tag(filename: str) -> str:
    """Return the entity tag of one of the files, in its quotes (RFC 9110, section 8.8.3)."""
    return f'"{DIGESTS[filename]}"'


def part(header: Callable[[str], str | None], filename: str) -> slice | None:
    """Return the part of a file that a request wants, or None if it gets all of it.

    *header* finds a header of the request by its name. Werkzeug and Quart are eager to send parts:
    of a file that may be another than the client's, in place of a 304, or a 416 for a unit that
    they do not know; and Quart fails at the last bytes of a file. HTTP allows us to ignore a range
    (RFC 9110, section 14.2), but not to do that. Raises ApiError (416) for a part that begins
    behind the end.
    """
    length = len(FILES[filename])
    found = ONE_RANGE.fullmatch(header("Range") or "")
    is_same = header("If-Range") in {None, entity_tag(filename)}
    if not found or not is_same or header("If-None-Match") is not None:
        return None
    first, last, suffix = found.groups()
    start = max(length - int(suffix), 0) if suffix else int(first)
    stop = min(int(last) + 1, length) if last else length
    if start >= length:
        raise http_error(416, {"Content-Range": f"bytes */{length}"})
    return slice(start, stop) if start < stop else None
