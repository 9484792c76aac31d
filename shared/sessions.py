"""The session cookie by hand, in Flask's format: a login made on one variant holds on every other.

The cookie is the session: JSON, signed together with the time, so that visitors can read theirs and
not change it. Frameworks bring all this; here it is for the variants that have none.
"""

import hashlib
from collections.abc import Iterator, MutableMapping
from typing import Any

from itsdangerous import BadSignature, URLSafeTimedSerializer

from .settings import Settings

COOKIE = "session"
FLASHES = "_flashes"
TUPLE = " t"  # Flask's name for the JSON of a tuple: it flashes (category, message)

LONG_AGO = "Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0"

Headers = list[tuple[str, str]]


class Session(MutableMapping[str, Any]):
    """What is remembered of a visitor, and whether that has changed.

    Values are JSON. Only an assignment counts as a change: a value is replaced, never altered.
    """

    def __init__(self, values: dict[str, Any] | None = None) -> None:
        self._values = values or {}
        self.modified = False

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __setitem__(self, name: str, value: Any) -> None:
        self._values[name] = value
        self.modified = True

    def __delitem__(self, name: str) -> None:
        del self._values[name]
        self.modified = True

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


class SessionCookie:
    """Reads and writes the cookie of a session, as the settings say."""

    def __init__(self, settings: Settings) -> None:
        self._serializer = URLSafeTimedSerializer(
            settings.secret_key.get_secret_value(),
            salt="cookie-session",
            signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha1},
        )
        self._lifetime = settings.session_lifetime
        # No script can read it, and no form of another site sends it along (RFC 6265bis).
        secure = "Secure; " if settings.session_cookie_secure else ""
        self._attributes = f"{secure}HttpOnly; Path=/; SameSite=Lax"

    def read(self, value: str | None) -> Session:
        """Return the session in a cookie: an empty one if it is absent, forged or too old."""
        try:
            return Session(self._serializer.loads(value or "", max_age=self._lifetime))
        except BadSignature:
            return Session()

    def headers(self, session: Session) -> Headers:
        """Return the headers, name and value, that keep what has changed in a session."""
        return [("Set-Cookie", self._write(session))] if session.modified else []

    def _write(self, session: Session) -> str:
        if not session:
            return f"{COOKIE}=; {LONG_AGO}; {self._attributes}"
        return f"{COOKIE}={self._serializer.dumps(dict(session))}; {self._attributes}"


def flash(session: Session, message: str, category: str = "message") -> None:
    """Keep a message for the next page that this visitor sees."""
    session[FLASHES] = [*session.get(FLASHES, []), {TUPLE: [category, message]}]


def get_flashed_messages(session: Session, with_categories: bool = False) -> list[Any]:
    """Return the messages for this page, each of them once: as texts, or as (category, text)."""
    flashes = [tuple(flash[TUPLE]) for flash in session.pop(FLASHES, [])]
    return flashes if with_categories else [message for _, message in flashes]
