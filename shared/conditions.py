"""Conditional requests (RFC 9110, section 13): whether a client has a file, or wants another.

A browser that has a file may ask whether it is still the same, by its entity tag or its date. A tag
says more than a date, which counts only where there is no tag (section 13.2.2); a header that makes
no sense is as good as none. Werkzeug knows this; here it is for the variants that have no toolkit.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from .errors import http_error

ENTITY_TAG = re.compile(r'((?:W/)?)("[^"]*")')

Header = Callable[[str], str | None]


def is_known(header: Header, tag: str, modified: datetime) -> bool:
    """Tell whether the client has a file already, so that a 304 is enough.

    *header* finds a header of the request by its name, *tag* is the entity tag of the file, in its
    quotes, and *modified* the time of its last change. Raises ApiError (412) where the client wants
    this file only if it is another than it is (sections 13.1.1 and 13.1.4).
    """
    refuse_another(header, tag, modified)
    if (tags := header("If-None-Match")) is not None:
        return is_listed(tag, tags, weak=True)
    date = parse_date(header("If-Modified-Since"))
    return date is not None and modified <= date


def refuse_another(header: Header, tag: str, modified: datetime) -> None:
    """Raise ApiError (412) where the client wants another file than this."""
    if (tags := header("If-Match")) is not None:
        is_another = not is_listed(tag, tags)
    else:
        date = parse_date(header("If-Unmodified-Since"))
        is_another = date is not None and modified > date
    if is_another:
        raise http_error(412)


def is_listed(tag: str, tags: str, weak: bool = False) -> bool:
    """Tell whether a list of entity tags, or a ``*``, names one (section 13.1).

    A weak tag stands for something as good as this file, not for the same bytes (section 8.8.3).
    """
    found = ENTITY_TAG.findall(tags)
    return tags.strip() == "*" or ("", tag) in found or (weak and ("W/", tag) in found)


def parse_date(value: str | None) -> datetime | None:
    """Return the time in a header, in any of its three formats (section 5.6.7), or None."""
    try:
        date = parsedate_to_datetime(value or "")
    except (ValueError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
