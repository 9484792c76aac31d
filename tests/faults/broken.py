"""Requests whose bodies are cut or malformed, for every variant and every server."""

import json
from secrets import token_hex

from .raw import exchange, head, status

CHUNKED = "Transfer-Encoding: chunked"
JSON = "Content-Type: application/json"
LAST = b"0\r\n\r\n"

# What is wrong after the first chunk, which holds a whole registration (RFC 9112, section 7.1).
MALFORMED = {
    "a size in another notation": b"0x5\r\nspare\r\n" + LAST,
    "a size with a sign": b"+5\r\nspare\r\n" + LAST,
    "a negative size": b"-1\r\n" + LAST,
    "a size with an underscore": b"0_5\r\nspare\r\n" + LAST,
    "a blank before the size": b" 5\r\nspare\r\n" + LAST,
    "no size": b"\r\nspare\r\n" + LAST,
    "a size of 40 digits": b"f" * 40 + b"\r\nspare\r\n" + LAST,
    "a word as size": b"zz\r\nspare\r\n" + LAST,
    "a NUL as size": b"\0\r\nspare\r\n" + LAST,
    "no line end after a chunk": b"5\r\nspare" + LAST,
    "a chunk longer than its size": b"5\r\nsparepart\r\n" + LAST,
}
TRAILERS = {
    "a trailer without a colon": b"0\r\nnonsense\r\n\r\n",
    "a trailer without a name": b"0\r\n: value\r\n\r\n",
    "a trailer with a blank in its name": b"0\r\nBad Name: value\r\n\r\n",
    "a trailer with a NUL": b"0\r\nX-Field: a\0b\r\n\r\n",
}
CUT = {
    "after a chunk": b"",
    "in a size": b"5",
    "in a chunk": b"5\r\nsp",
    "before the end of a chunk's line": b"5\r\nspare\r",
    "before the end of the trailers": b"0\r\n",
}


def kept_alive(request: bytes, option: str = "keep-alive") -> bytes:
    """Return a request that does not close its connection, but has another option for it."""
    return request.replace(b"Connection: close", b"Connection: %b" % option.encode(), 1)


class Registration:
    """A registration as JSON: whoever cuts what follows it leaves valid JSON behind."""

    def __init__(self) -> None:
        self.name = f"u{token_hex(6)}"
        user = {"username": self.name, "email": f"{self.name}@example.org", "password": "x" * 8}
        self.body = json.dumps({"user": user}).encode()

    def in_chunks(self, rest: bytes) -> bytes:
        """Return the request with its body as the first chunk, and what comes after it."""
        first = b"%x\r\n%b\r\n" % (len(self.body), self.body)
        return head("POST /api/users", JSON, CHUNKED) + first + rest

    def with_length(self, missing: int) -> bytes:
        """Return the request with a body that lacks bytes of its length."""
        length = f"Content-Length: {len(self.body) + missing}"
        return head("POST /api/users", JSON, length) + self.body

    def is_kept(self, url: str) -> bool:
        """Tell whether the user exists now."""
        return status(exchange(url, head(f"GET /api/profiles/{self.name}"))) == 200
