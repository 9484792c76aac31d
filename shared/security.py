"""Passwords, tokens, and the keys of sessions.

Hashing a password takes a good tenth of a second, by design. It belongs neither on an event
loop nor inside a transaction, nor should a request hold a database connection meanwhile.
"""

import re
import secrets
import time

import argon2
import jwt

from .errors import invalid_token
from .settings import Settings

ALGORITHM = "HS256"
SCHEMES = ("token", "bearer")


class Security:
    """Hashes passwords and signs tokens, as the settings say."""

    def __init__(self, settings: Settings) -> None:
        self.key = settings.secret_key.get_secret_value().encode()
        self._lifetime = settings.token_lifetime
        self._hasher = argon2.PasswordHasher(
            settings.argon2_time_cost,
            settings.argon2_memory_cost,
            settings.argon2_parallelism,
        )
        # What an unknown e-mail address is compared with, so that it takes as long as a known one.
        self._nobody = self._hasher.hash("")

    def hash_password(self, password: str) -> str:
        """Return the Argon2id hash of a password, with its salt and parameters (RFC 9106)."""
        return self._hasher.hash(password)

    def verify_password(self, password_hash: str | None, password: str) -> bool:
        """Tell whether a password has this hash; None is the hash of nobody."""
        try:
            self._hasher.verify(password_hash or self._nobody, password)
        except argon2.exceptions.VerifyMismatchError:
            return False
        return password_hash is not None

    def issue_token(self, user_id: int) -> str:
        """Return a signed token that names a user until it expires (RFC 7519)."""
        now = int(time.time())
        claims = {"sub": str(user_id), "iat": now, "exp": now + self._lifetime}
        return jwt.encode(claims, self.key, ALGORITHM)

    def read_token(self, token: str) -> int:
        """Return the id of the user whom a token names; raises ApiError (401).

        Only our own algorithm is accepted, whatever the token says (RFC 8725, section 3.1).
        """
        try:
            claims = jwt.decode(token, self.key, [ALGORITHM], options={"require": ["exp", "sub"]})
        # A header nested too deep for the JSON parser is a RecursionError.
        except (jwt.InvalidTokenError, RecursionError):
            raise invalid_token() from None
        if not re.fullmatch("[0-9]{1,18}", claims["sub"]):
            raise invalid_token()
        return int(claims["sub"])


def new_session_key() -> str:
    """Return what a user's sessions are known by until the user's next logout or new password.

    A session is a signed cookie, of which nobody keeps a list: to end one before it expires, the
    key that it carries is compared with the user's, and another key ends them all.
    """
    return secrets.token_hex(16)


def new_request_id() -> str:
    """Return a name under which a log and a page tell of the same accident."""
    return secrets.token_hex(8)


def token_from(authorization: str | None) -> str | None:
    """Return the token in an Authorization header, or None when it is of another scheme."""
    scheme, _, token = (authorization or "").partition(" ")
    return token.strip() if scheme.lower() in SCHEMES else None
