"""One article: a cheap statement, and a small answer."""

from .scenario import Request, Scenario, Site


def requests(site: Site) -> list[Request]:
    return [Request("GET", f"/api/articles/{site.newest}")]


SCENARIO = Scenario("article", "one article of about 1 KB", requests)
