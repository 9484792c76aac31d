"""Addresses within the site: those that templates ask for, and those that a visitor names."""

import re
from urllib.parse import quote

# What a browser would take for a path of this site: "//" and "/\" begin the name of another host,
# and a browser drops tabs and line ends before it looks (URL standard, section 4.4).
# What is left is ASCII that is seen, but for the backslash; and it must fit into a cookie.
LOCAL = re.compile(r"/(?!/)[!-\[\]-~]{0,2000}")

# What need not be escaped in a path and in a query string (RFC 3986); the latter is escaped
# already, but for what a careless client may have sent.
PATH = "/:@!$&'()*+,;="
QUERY = PATH + "?%"


def here(root: str, path: str, query: bytes) -> str:
    """Return the address of a request: its decoded path, under a root, and its query string."""
    address = quote(root + path, safe=PATH, errors="surrogateescape")
    return f"{address}?{quote(query, safe=QUERY)}" if query else address


def local(address: str | None, default: str) -> str:
    """Return an address that a visitor named, if it is one of this site."""
    return address if address and LOCAL.fullmatch(address) else default
