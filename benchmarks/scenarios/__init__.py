"""The scenarios: what is asked of every deployment, a small file each.

Another one is a file with a ``SCENARIO``, and a line in the table.
"""

from . import article, article_page, home, listing, login, mixed, null, static, write
from .scenario import Request, Scenario, Site, in_turn

__all__ = ["SCENARIOS", "Request", "Scenario", "Site", "in_turn"]

SCENARIOS = {
    scenario.name: scenario
    for scenario in (
        listing.SCENARIO,
        article.SCENARIO,
        home.SCENARIO,
        article_page.SCENARIO,
        login.SCENARIO,
        write.SCENARIO,
        mixed.SCENARIO,
        static.SCENARIO,
        null.SCENARIO,
    )
}
