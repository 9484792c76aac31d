"""The static files: where they are, and the addresses under which they may be kept for ever.

The address of a file holds a digest of its content, so another content is another address, and a
browser never has to ask again (RFC 8246). The files are read once, at import.
"""

import hashlib
from pathlib import Path

FOLDER = Path(__file__).with_name("static")
YEAR = 365 * 24 * 3600  # seconds; as good as for ever
CACHE_CONTROL = f"public, max-age={YEAR}, immutable"

# Named here, because what Python knows of them depends on its version and on the machine.
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}

DIGESTS = {
    path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in FOLDER.iterdir()
}


def is_current(digest: str, filename: str) -> bool:
    """Tell whether there is a file of this name with this content."""
    return DIGESTS.get(filename) == digest


def media_type(filename: str) -> str:
    """Return the Content-Type of one of the files."""
    return MEDIA_TYPES[Path(filename).suffix]
