"""What WSGI leaves open (PEP 3333), decided once for the four variants that are written for it."""

from collections.abc import Mapping
from typing import Any


def marks_end_of_chunks(environ: Mapping[str, Any]) -> bool:
    """Tell whether the server says where a body that comes in chunks ends.

    A server that does not set ``wsgi.input_terminated`` would let the application wait for ever.
    granian sets it (2.8.7), but it ends a truncated or malformed body as if it were complete, and
    the application cannot tell the difference.
    """
    return "wsgi.input_terminated" in environ and environ.get("SERVER_SOFTWARE") != "Granian"


def is_websocket_handshake(environ: Mapping[str, Any]) -> bool:
    """Tell whether a request asks for a WebSocket (RFC 6455, section 4.1), as Werkzeug does."""
    connection = environ.get("HTTP_CONNECTION", "").lower().split(",")
    upgrade = environ.get("HTTP_UPGRADE", "").lower()
    return upgrade == "websocket" and "upgrade" in [option.strip() for option in connection]
