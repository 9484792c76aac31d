"""A login: Argon2 at its default cost, which is paid in C and with the GIL released.

The cost stands in the hash of the password, so it is what the sample data was written with.
"""

import json

from shared.seed import EMAIL, PASSWORD

from .scenario import Request, Scenario, Site

JSON = {"Content-Type": "application/json"}


def requests(_: Site) -> list[Request]:
    body = json.dumps({"user": {"email": EMAIL, "password": PASSWORD}})
    return [Request("POST", "/api/users/login", JSON, body, varying=("token",))]


SCENARIO = Scenario("login", "a login, with Argon2 at its default cost", requests)
