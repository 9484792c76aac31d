"""The home page: two statements, and a template with some fifty links."""

from .scenario import Request, Scenario, Site


def requests(_: Site) -> list[Request]:
    return [Request("GET", "/")]


SCENARIO = Scenario("home", "the home page: the newest 10 of 500 articles, and the tags", requests)
