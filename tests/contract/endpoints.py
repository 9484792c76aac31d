"""The table of the contract: every endpoint, and who may call it."""

from typing import NamedTuple


class Endpoint(NamedTuple):
    """One row: `auth` is no, optional or required; `envelope` names what its body must hold."""

    method: str
    path: str
    auth: str
    envelope: str = ""

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


ENDPOINTS = [
    Endpoint("POST", "/users", "no", "user"),
    Endpoint("POST", "/users/login", "no", "user"),
    Endpoint("GET", "/user", "required"),
    Endpoint("PUT", "/user", "required", "user"),
    Endpoint("GET", "/profiles/{username}", "optional"),
    Endpoint("POST", "/profiles/{username}/follow", "required"),
    Endpoint("DELETE", "/profiles/{username}/follow", "required"),
    Endpoint("GET", "/articles", "optional"),
    Endpoint("GET", "/articles/feed", "required"),
    Endpoint("GET", "/articles/{slug}", "optional"),
    Endpoint("POST", "/articles", "required", "article"),
    Endpoint("PUT", "/articles/{slug}", "required", "article"),
    Endpoint("DELETE", "/articles/{slug}", "required"),
    Endpoint("GET", "/articles/{slug}/comments", "optional"),
    Endpoint("POST", "/articles/{slug}/comments", "required", "comment"),
    Endpoint("DELETE", "/articles/{slug}/comments/{id}", "required"),
    Endpoint("POST", "/articles/{slug}/favorite", "required"),
    Endpoint("DELETE", "/articles/{slug}/favorite", "required"),
    Endpoint("GET", "/tags", "no"),
    Endpoint("GET", "/openapi.json", "no"),
]

REQUIRED = [endpoint for endpoint in ENDPOINTS if endpoint.auth == "required"]
OPTIONAL = [endpoint for endpoint in ENDPOINTS if endpoint.auth == "optional"]
READS = [endpoint for endpoint in ENDPOINTS if endpoint.method == "GET"]
WRITES = [endpoint for endpoint in ENDPOINTS if endpoint.envelope]
WITHOUT_BODY = [endpoint for endpoint in ENDPOINTS if not endpoint.envelope]
PATHS = list(dict.fromkeys(endpoint.path for endpoint in ENDPOINTS))


def allowed(path: str) -> set[str]:
    """Return the methods that a path has: what the table gives it, and what every such path has."""
    methods = {endpoint.method for endpoint in ENDPOINTS if endpoint.path == path} | {"OPTIONS"}
    return methods | ({"HEAD"} if "GET" in methods else set())
