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

# What a page says depends on who asks, so nobody may keep it: a browser that did would show it
# again when its user has logged out and goes back ("no-cache" does not prevent that).
PAGE = {
    **SNIFF,
    "Cache-Control": "no-store",
    "Vary": "Cookie",
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "same-origin",
}


def is_api(path: str) -> bool:
    """Tell whether a path belongs to the API, whose errors are JSON; all else is for browsers."""
    return path == API or path.startswith(f"{API}/")


def common(path: str, own: Mapping[str, str]) -> Mapping[str, str]:
    """Return the headers of an answer beside its own, which may have other values for them.

    A browser that asks the API beforehand wants the methods under another name than Allow. What
    says itself how long it may be kept, as a static file does, is no page.
    """
    if not is_api(path):
        return SNIFF if "Cache-Control" in own else PAGE
    if "Allow" in own:
        return {**PREFLIGHT, "Access-Control-Allow-Methods": own["Allow"]}
    return ANY_ORIGIN
