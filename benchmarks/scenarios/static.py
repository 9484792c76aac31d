"""The style sheet, as the application sends it where no web server stands before it."""

from .scenario import Request, Scenario, Site


def requests(site: Site) -> list[Request]:
    return [Request("GET", site.stylesheet)]


SCENARIO = Scenario("static", "the style sheet", requests, generator="wrk")
