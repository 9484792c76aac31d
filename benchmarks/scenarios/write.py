"""A comment: a token to be read, and a transaction to be committed."""

import json

from .scenario import Request, Scenario, Site

BODY = json.dumps({"comment": {"body": "Read twice, measured once."}})


def requests(site: Site) -> list[Request]:
    return [comment(site)]


def comment(site: Site, weight: int = 1) -> Request:
    """Return the request that adds a comment to the oldest article."""
    headers = {"Content-Type": "application/json", "Authorization": f"Token {site.token}"}
    path = f"/api/articles/{site.oldest}/comments"
    varying = ("id", "createdAt", "updatedAt")
    return Request("POST", path, headers, BODY, weight, status=201, varying=varying)


SCENARIO = Scenario("write", "a comment on an article", requests)
