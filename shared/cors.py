"""Which answers the pages of other sites may read (CORS, in the Fetch standard)."""

API = "/api"
ANY_ORIGIN = {"Access-Control-Allow-Origin": "*"}
PREFLIGHT = {**ANY_ORIGIN, "Access-Control-Allow-Headers": "Authorization, Content-Type"}


def headers(path: str, allow: str | None) -> dict[str, str]:
    """Return the headers that make an answer of the API readable from anywhere.

    *allow* is the answer's Allow header, if it has one: a browser that asks beforehand wants
    the methods under another name. Answers outside the API get no headers.
    """
    if path != API and not path.startswith(f"{API}/"):
        return {}
    return {**PREFLIGHT, "Access-Control-Allow-Methods": allow} if allow else ANY_ORIGIN
