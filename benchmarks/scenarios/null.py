"""A constant: what server and framework cost before an application does anything."""

from .scenario import Request, Scenario, Site


def requests(_: Site) -> list[Request]:
    return [Request("GET", "/")]


SCENARIO = Scenario(
    "null", "a constant, without the application", requests, generator="wrk", null=True
)
