"""A client that sends bytes as they are, for requests that no well-behaved client would send."""

import socket
import struct
from urllib.parse import urlsplit

RESET = struct.pack("ii", 1, 0)  # linger for no time: closing sends RST instead of FIN


def connect(url: str, timeout: float = 10) -> socket.socket:
    """Open a connection to a server."""
    address = urlsplit(url)
    return socket.create_connection((address.hostname, address.port), timeout)


def head(request_line: str, *fields: str) -> bytes:
    """Return the head of a request, which closes its connection."""
    lines = [f"{request_line} HTTP/1.1", "Host: localhost", "Connection: close", *fields]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def exchange(url: str, request: bytes, *, half_close: bool = False, timeout: float = 10) -> bytes:
    """Send a request and return all that the server answers until it closes, or nothing."""
    with connect(url, timeout) as connection:
        try:
            connection.sendall(request)
            if half_close:
                connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: connection.recv(65_536), b""))
        except ConnectionError:
            return b""


def abandon(url: str, request: bytes, *, reset: bool = False) -> None:
    """Send a request, and close the connection without waiting for the answer."""
    with connect(url) as connection:
        connection.sendall(request)
        if reset:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)


def status(answer: bytes) -> int | None:
    """Return the status code of an answer, or None if there is no answer."""
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/") else None
