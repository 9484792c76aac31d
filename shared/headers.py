"""The headers that every answer carries, whoever made it: who may read it, and what it may do."""

from collections.abc import Mapping

API = "/api"

SNIFF = {"X-Content-Type-Options": "nosniff"}

# Which answers the pages of other sites may read (CORS, in the Fetch standard).
ANY_ORIGIN = {**SNIFF, "Access-Control-Allow-Origin": "*"}
PREFLIGHT = {**ANY_ORIGIN, "Access-Control-Allow-Headers": "Authorization, Content-Type"}

# A page runs our scripts and styles, none that somebody has written into it, and stands in nobody's
# frame (CSP level 3). Pictures are the exception: readers link to theirs.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' http: https:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

# What a page says depends on who asks, so no cache but the reader's own may keep it, and that one
# has to ask again: after a logout, a page must not come back.
PAGE = {
    **SNIFF,
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "same-origin",
}


def is_api(path: str) -> bool:
    """Tell whether a path belongs to the API, whose errors are JSON; all else is for browsers."""
    return path == API or path.startswith(f"{API}/")


def common(path: str, allow: str | None) -> Mapping[str, str]:
    """Return the headers of an answer that it need not set, and may set otherwise.

    *allow* is the answer's Allow header, if it has one: a browser that asks the API beforehand
    wants the methods under another name.
    """
    if not is_api(path):
        return PAGE
    return {**PREFLIGHT, "Access-Control-Allow-Methods": allow} if allow else ANY_ORIGIN
