"""The page of an article, with its comments."""

from .scenario import Request, Scenario, Site


def requests(site: Site) -> list[Request]:
    return [Request("GET", f"/article/{site.newest}")]


SCENARIO = Scenario(
    "article_page", "one article of about 1 KB as a page, with its comments", requests
)
