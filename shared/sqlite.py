"""Waiting for SQLite's only write lock, so that a crowd of writers does not keep readers waiting.

A writer waits for the lock for some seconds, and keeps a thread of the server all that time. With
more writers than threads, one after the other would do so. But what one has waited for in vain, the
next ones need not wait for again: for as long as that took, they hardly wait at all.
"""

import sqlite3
from time import monotonic
from typing import Any

from sqlalchemy import Engine, ExceptionContext, event

SHORTER = 100  # times: 5 seconds become 50 milliseconds, enough for the other threads' own writes


def limit_waiting(engine: Engine, lock_timeout: float) -> None:
    """Have an engine wait for locks for *lock_timeout* seconds, but not again and again."""
    impatient_until = 0.0

    def note_failure(context: ExceptionContext) -> None:
        nonlocal impatient_until
        code = getattr(context.original_exception, "sqlite_errorcode", 0)
        if code & 0xFF == sqlite3.SQLITE_BUSY and monotonic() > impatient_until:
            impatient_until = monotonic() + lock_timeout

    def set_timeout(connection: Any, record: Any, proxy: Any) -> None:
        impatient = monotonic() < impatient_until
        if record.info.get("impatient", False) != impatient:
            seconds = lock_timeout / SHORTER if impatient else lock_timeout
            cursor = connection.cursor()
            cursor.execute(f"PRAGMA busy_timeout = {seconds * 1000:.0f}")
            cursor.close()
            record.info["impatient"] = impatient

    event.listen(engine, "handle_error", note_failure)
    event.listen(engine, "checkout", set_timeout)
