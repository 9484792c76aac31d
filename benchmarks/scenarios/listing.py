"""The list of articles: one statement with joins, and the most JSON."""

from .scenario import Request, Scenario, Site


def requests(_: Site) -> list[Request]:
    return [Request("GET", "/api/articles?limit=20")]


SCENARIO = Scenario("list", "the newest 20 of 500 articles, with their authors and tags", requests)
