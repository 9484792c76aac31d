"""Passwords, tokens, and the keys of sessions.

Hashing a password takes dozens of milliseconds and megabytes, by design. It belongs neither on an
event loop nor inside a transaction, nor should a request hold a database connection meanwhile.
"""

import re
import secrets
import time
from typing import Any

import argon2
import jwt

from .errors import invalid_token
from .settings import Settings
from .unicode import nfkc

ALGORITHM = "HS256"
REQUIRED = ["exp", "key", "sub"]
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
        return self._hasher.hash(nfkc(password))

    def verify_password(self, password_hash: str | None, password: str) -> bool:
        """Tell whether a password has this hash; None is the hash of nobody.

        Hashes that are older than the normalisation of passwords were made of them as typed.
        """
        known = password_hash or self._nobody
        forms = dict.fromkeys([nfkc(password), password])  # mostly the same one
        found = any(self._has_hash(form, known) for form in forms)
        return found and password_hash is not None

    def _has_hash(self, password: str, password_hash: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except argon2.exceptions.VerifyMismatchError:
            return False

    def check_password(self, password_hash: str | None, password: str) -> str | None:
        """Return the hash to keep of a password that is right, or None if it is wrong.

        It is another one than before if the parameters have changed since that was made. Until
        then, checking takes as long as the parameters of its day want.
        """
        if not self.verify_password(password_hash, password) or password_hash is None:
            return None
        if self._hasher.check_needs_rehash(password_hash):
            return self.hash_password(password)
        return password_hash

    def issue_token(self, user: Any) -> str:
        """Return a signed token that names a user until it expires (RFC 7519).

        *user* is a row that has an ``id`` and a ``token_key``.
        """
        now = int(time.time())
        claims = {"sub": str(user.id), "key": user.token_key}
        return jwt.encode({**claims, "iat": now, "exp": now + self._lifetime}, self.key, ALGORITHM)

    def read_token(self, token: str) -> dict[str, Any]:
        """Return the parameters of ``queries.VIEWER`` from a token; raises ApiError (401).

        Only our own algorithm is accepted, whatever the token says (RFC 8725, section 3.1).
        """
        try:
            claims = jwt.decode(token, self.key, [ALGORITHM], options={"require": REQUIRED})
        # A header nested too deep for the JSON parser is a RecursionError.
        except (jwt.InvalidTokenError, RecursionError):
            raise invalid_token() from None
        user_id, token_key = claims["sub"], claims["key"]
        if not re.fullmatch("[0-9]{1,18}", user_id) or not isinstance(token_key, str):
            raise invalid_token()
        return {"id": int(user_id), "token_key": token_key}


def new_key() -> str:
    """Return a random key, for all sessions of a user or for all API tokens.

    Sessions and tokens are signed, and the server keeps no list of them. Each carries its user's
    ``session_key`` or ``token_key``: it ends when the user is given another key. A log-out renews
    the first, a new password both.
    """
    return secrets.token_hex(16)


def new_request_id() -> str:
    """Return a random id that links an error page to the log entry of its error."""
    return secrets.token_hex(8)


def token_from(authorization: str | None) -> str | None:
    """Return the token in an Authorization header, or None when it is of another scheme."""
    scheme, _, token = (authorization or "").partition(" ")
    return token.strip() if scheme.lower() in SCHEMES else None
