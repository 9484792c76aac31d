"""Tokens taken apart and put together again (RFC 7519), to see which ones a server believes."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable


def encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def claims(token: str) -> dict:
    """Return what a token says, whoever signed it."""
    return json.loads(decode(token.split(".")[1]))


def sign(payload: object, key: str, **header: str) -> str:
    """Return a token signed with HMAC-SHA256, whatever its header says."""
    parts = ({"alg": "HS256", "typ": "JWT"} | header, payload)
    signed = ".".join(encode(json.dumps(part).encode()) for part in parts)
    return f"{signed}.{encode(hmac.digest(key.encode(), signed.encode(), hashlib.sha256))}"


def unsigned(token: str, algorithm: str) -> str:
    """Return the token with a header that says it needs no signature, and without one."""
    header = encode(json.dumps({"alg": algorithm, "typ": "JWT"}).encode())
    return f"{header}.{token.split('.')[1]}."


def with_payload(token: str, payload: bytes) -> str:
    """Return the token with another payload under the old signature."""
    header, _, signature = token.split(".")
    return f"{header}.{encode(payload)}.{signature}"


def with_header(token: str, header: bytes) -> str:
    """Return the token with another header over the old payload and signature."""
    return ".".join([encode(header), *token.split(".")[1:]])


def altered(token: str) -> str:
    """Return the token with one character of its signature changed."""
    place = len(token) - 20
    return token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]


def prolonged(token: str) -> str:
    """Return the token with a later expiry under the old signature."""
    return with_payload(token, json.dumps(claims(token) | {"exp": 2**33}).encode())


# What anyone can do to a valid token, or say instead of one.
BROKEN: dict[str, Callable[[str], str | bytes]] = {
    "no token at all": lambda _: "rubbish",
    "of two words": lambda token: f"{token} {token}",
    "in quotes": lambda token: f'"{token}"',
    "only dots": lambda _: "..",
    "not in ASCII": lambda _: "jetón".encode("latin-1"),
    "not in base64": lambda token: token.replace(".", ".!", 1),
    "truncated": lambda token: token[:-6],
    "without its signature": lambda token: token.rpartition(".")[0],
    "with an empty signature": lambda token: token.rpartition(".")[0] + ".",
    "with an altered signature": altered,
    "with an altered payload": prolonged,
    "with a payload that is not JSON": lambda token: with_payload(token, b"{"),
    "with a header that is not JSON": lambda token: with_header(token, b"{"),
    "with a header nested deep": lambda token: with_header(token, b"[" * 3_000),
    "forged with another key": lambda token: sign(claims(token), "a key of somebody else, 32 long"),
    "forged with an empty key": lambda token: sign(claims(token), ""),
    "of no algorithm": lambda token: unsigned(token, "none"),
    "of No algorithm": lambda token: unsigned(token, "None"),
    "of no algorithm, yet signed": lambda token: with_header(token, b'{"alg":"none"}'),
    "of an unknown algorithm": lambda token: with_header(token, b'{"alg":"rot13"}'),
}

# What only the server's own key makes look right: the changes to the claims.
FORGED: dict[str, Callable[[], dict]] = {
    "expired long ago": lambda: {"exp": 1_000_000_000},
    "expired a minute ago": lambda: {"exp": int(time.time()) - 60},
    "of a user who is gone": lambda: {"sub": "999999999999"},
    "of user zero": lambda: {"sub": "0"},
    "of a user beyond every number": lambda: {"sub": "9" * 40},
    "of a user with a name for a number": lambda: {"sub": "ann"},
    "of a user with a NUL": lambda: {"sub": "1\0"},
    "of a user who is a list": lambda: {"sub": ["1"]},
    "of nobody": lambda: {"sub": None},
    "with another key": lambda: {"key": "0" * 32},
    "with an empty key": lambda: {"key": ""},
    "with a NUL in its key": lambda: {"key": "\0"},
    "with half a character in its key": lambda: {"key": "\ud800"},
    "with a key that is no text": lambda: {"key": 7},
    "without a key": lambda: {"key": None},
    "that expires some day": lambda: {"exp": "tomorrow"},
}
