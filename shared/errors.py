"""What can go wrong, and the words for it: ``{"errors": {field: [message, ...]}}``.

Handlers decide with the small functions at the end: each returns what it was given, or
raises the error that the contract wants.
"""

import logging
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, TypeVar

from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

Row = TypeVar("Row")

# The errors of HTTP itself, whoever finds them: a framework, a router or a handler.
HTTP = {
    404: ("path", "not found"),
    405: ("method", "not allowed"),
    411: ("body", "needs a Content-Length"),
    413: ("body", "is too large"),
    415: ("body", "must be application/json"),
    500: ("server", "internal error"),
    503: ("server", "is temporarily unavailable, please try again"),
}

# What a page says of them: a title, and what to do.
PAGES = {
    400: ("Bad request", "The request was cut short or is malformed. Please try it again."),
    403: ("Not allowed", "This belongs to somebody else, or the page was open for too long."),
    404: ("Page not found", "There is nothing here. Perhaps it was deleted, or has a new address."),
    405: ("Method not allowed", "This address cannot be asked for in that way."),
    411: ("Length required", "The request does not say how long it is."),
    413: ("Too large", "What was sent is too large. Please shorten it, and send it again."),
    500: ("Something went wrong", "The fault is ours. Please try again in a moment."),
    503: ("Temporarily unavailable", "The site cannot do this now. Please try again in a moment."),
}

RETRY_AFTER = 5  # seconds

# The classes of PostgreSQL's error codes that are not about the statement itself: connections,
# deadlocks, resources, locks, an operator's doing, the system; and a standby that takes no writes.
# https://www.postgresql.org/docs/current/errcodes-appendix.html
TEMPORARY = ("08", "40", "53", "55", "57", "58", "25006")


class ApiError(Exception):
    """An answer that is an error: its status code, its messages by field, its headers."""

    def __init__(
        self,
        status: int,
        errors: Mapping[str, Sequence[str]],
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status, errors)
        self.status = status
        self.body = {"errors": errors}
        self.headers = dict(headers or {})


def http_error(status: int, headers: Mapping[str, str] | None = None) -> ApiError:
    """Return the error for a status code of HTTP."""
    field, message = HTTP.get(status) or ("request", HTTPStatus(status).phrase.lower())
    return ApiError(status, {field: [message]}, headers)


def unavailable() -> ApiError:
    """Return the error for what cannot be done now, but may be in a few seconds."""
    return http_error(503, {"Retry-After": str(RETRY_AFTER)})


def failure(
    log: logging.Logger, method: str, path: str, request_id: str, error: BaseException | None
) -> ApiError:
    """Log an unhandled exception under a request id, and return the error that names it.

    A database that cannot be used now is expected at times: a 503, and one line. All else is a bug:
    a 500, and a traceback.
    """
    if is_temporary(error):
        log.warning("%s %r failed, request %s: %s", method, path, request_id, reason(error))
        answer = unavailable()
    else:
        log.error("%s %r failed, request %s", method, path, request_id, exc_info=error)
        answer = http_error(500)
    answer.headers["X-Request-ID"] = request_id
    return answer


def is_temporary(error: BaseException | None) -> bool:
    """Tell whether the database could not be reached, was busy, or had to give up for a while.

    A full disk is among it: reading goes on, and writing does when there is room again.
    """
    if isinstance(error, PoolTimeout):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if isinstance(error.orig, sqlite3.Error):
        code = getattr(error.orig, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
        # SQLITE_ERROR is an error in the statement, such as the name of a table that is not there.
        return isinstance(error, OperationalError) and code & 0xFF != sqlite3.SQLITE_ERROR
    code = getattr(error.orig, "sqlstate", None)
    if code is not None:
        return str(code).startswith(TEMPORARY)
    return error.connection_invalidated or isinstance(error, OperationalError)


def reason(error: BaseException | None) -> str:
    """Return what a database says of an error, in one line."""
    return " ".join(str(getattr(error, "orig", None) or error).split())


def page(status: int, request_id: str | None = None) -> dict[str, Any]:
    """Return what the page of an error shows, by the names of its template."""
    title, message = PAGES.get(status) or (HTTPStatus(status).phrase, "Please try something else.")
    return {"status": status, "title": title, "message": message, "request_id": request_id}


def two_lengths() -> ApiError:
    """Return the error for a body with a length and in chunks (RFC 9112, section 6.1).

    The connection is closed: a proxy that believed the length sees another end of the request.
    """
    return http_error(400, {"Connection": "close"})


def unauthorized(field: str, message: str) -> ApiError:
    """Return a 401, which must name the scheme that is wanted (RFC 9110, section 15.5.2)."""
    return ApiError(401, {field: [message]}, {"WWW-Authenticate": "Token"})


def missing_token() -> ApiError:
    """Return the error for a request that should name its user and does not."""
    return unauthorized("token", "is missing")


def invalid_token() -> ApiError:
    """Return the error for a token that is malformed, forged, expired, or of nobody."""
    return unauthorized("token", "is invalid")


def wrong_credentials() -> ApiError:
    """Return the error for a login that failed, whichever half was wrong."""
    return unauthorized("credentials", "invalid")


def lost_race(error: IntegrityError) -> ApiError:
    """Return the error for what another request did between our check and our write.

    A taken name was free when we looked; a missing row was there when we looked. Only the
    name of the constraint is read, never the message: PostgreSQL quotes the values in it.
    """
    diagnostics = getattr(error.orig, "diag", None)
    broken = str(diagnostics.constraint_name if diagnostics else error.orig)
    fields = [field for field in ("username", "email") if field in broken]
    if fields:
        return taken(fields)
    return ApiError(404, {"article": ["not found"]})


def taken(fields: Iterable[str]) -> ApiError:
    """Return the error for names that belong to somebody else."""
    return ApiError(409, {field: ["has already been taken"] for field in fields})


def found(row: Row | None, resource: str) -> Row:
    """Return *row*, or raise a 404 that names the resource."""
    if row is None:
        raise ApiError(404, {resource: ["not found"]})
    return row


def owned(author_id: int, viewer_id: int, resource: str) -> None:
    """Raise a 403 that names the resource unless it is the viewer's own."""
    if author_id != viewer_id:
        raise ApiError(403, {resource: ["forbidden"]})


def free(rows: Iterable[Any], **wanted: str | None) -> None:
    """Raise a 409 that names each wanted value found in *rows* of ``queries.TAKEN``."""
    rows = list(rows)
    fields = [name for name, value in wanted.items() if value in {getattr(r, name) for r in rows}]
    if fields:
        raise taken(fields)
