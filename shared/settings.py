"""What can be set from outside, read from environment variables of the same names.

``SECRET_KEY`` has no default on purpose: a key that everyone knows signs nothing.
"""

import sys

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

CANNOT_START = 3  # the exit code of a worker after which gunicorn does not start another
HINTS = {"secret_key": " (set it to 32 random characters or more)"}


class Settings(BaseSettings):
    """The settings of one application."""

    model_config = SettingsConfigDict(frozen=True, hide_input_in_errors=True)

    secret_key: SecretStr = Field(min_length=32)
    """Signs the tokens. HMAC-SHA256 wants 32 bytes or more (RFC 7518, section 3.2)."""

    database_url: str = "sqlite:///var/anatomy.sqlite3"
    """A SQLite or PostgreSQL URL without a driver: each engine adds its own."""

    pool_size: int = Field(default=5, ge=1)
    """Database connections that one process may hold."""

    transaction_pooler: bool = False
    """Whether PgBouncer, or another pooler in transaction mode, is in front of PostgreSQL.

    A read then costs three more round trips, for it needs a transaction that sets its limits.
    """

    # Time limits on the database. What is over one is answered with 503. Each is shorter than what
    # it is part of: lock < statement < a request's own work < the time a server has to stop.

    connect_timeout: int = Field(default=5, ge=2)
    """Seconds until PostgreSQL must have accepted a connection (libpq: whole ones, 2 at least)."""

    pool_timeout: float = Field(default=3, gt=0)
    """Seconds that a request waits for a free connection."""

    lock_timeout: float = Field(default=5, gt=0)
    """Seconds that a statement waits for a lock: of PostgreSQL, or the only one for SQLite."""

    statement_timeout: float = Field(default=10, gt=0)
    """Seconds that a statement may take on PostgreSQL, its wait for locks included."""

    token_lifetime: int = Field(default=7 * 24 * 3600, ge=1)
    """Seconds until a token expires."""

    session_lifetime: int = Field(default=31 * 24 * 3600, ge=1)
    """Seconds until a login expires that nothing has changed since."""

    session_cookie_secure: bool = False
    """Whether browsers may send the session over TLS only: set it wherever there is TLS."""

    max_body_size: int = Field(default=2_000_000, ge=1)
    """Bytes that the body of a request may have: the longest article, sent as a form, has 1.2 M."""

    # One of the choices in OWASP's Password Storage Cheat Sheet. After a change, each hash is
    # renewed when its user logs in.
    argon2_time_cost: int = Field(default=2, ge=1)
    argon2_memory_cost: int = Field(default=19_456, ge=8)
    """Kibibytes."""
    argon2_parallelism: int = Field(default=1, ge=1)

    hashing_slots: int = Field(default=1, ge=1)
    """Passwords that one process hashes at a time, each of them on a core of its own."""

    hashing_queue: int = Field(default=1, ge=0)
    """Requests of one process that may wait for a slot; more are answered with 503.

    Under threads each of them occupies one, so there should be fewer than half as many. An event
    loop can have dozens.
    """

    hashing_timeout: float = Field(default=3, gt=0)
    """Seconds that a request waits for a slot."""


def load() -> Settings:
    """Return the settings that the environment holds.

    If some are missing or wrong, print one line that names them all, and exit: a server that loads
    the application would show a traceback of any other exception.
    """
    try:
        return Settings()
    except ValidationError as error:
        problems = [_describe(str(e["loc"][0]), e["msg"]) for e in error.errors()]
        sys.stderr.write("; ".join(problems) + "\n")
        raise SystemExit(CANNOT_START) from None


def _describe(name: str, problem: str) -> str:
    return f"{name.upper()}: {problem}{HINTS.get(name, '')}"
