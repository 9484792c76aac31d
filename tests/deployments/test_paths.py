"""Whether a server hands paths over as they were sent, slash by slash."""

import pytest

from deployments.launch import Deployment, running
from deployments.servers import SERVERS
from tests.faults.raw import exchange, head, status

OTHER_PATHS = ["//", "///", "/%2F", "//login", "/%2Flogin", "//api/tags", "/api//tags", "/login/"]
PLAIN = {"wsgi": "raw_wsgi", "asgi": "raw_asgi"}  # these two compare paths as they come
ROWS = [row for row in SERVERS if PLAIN[row.interface] not in row.refuses]
# waitress makes one slash of several at the beginning of a path.
MERGED = {"waitress": {path for path in OTHER_PATHS if path.replace("%2F", "/").startswith("//")}}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.name}-{row.interface}")
def test_a_path_with_another_slash_is_another_path(row, database_url):
    deployment = Deployment(PLAIN[row.interface], database_url, server=row.name)
    with running(deployment) as process:
        answers = {path: exchange(process.url, head(f"GET {path}")) for path in OTHER_PATHS}
    found = {path for path, answer in answers.items() if status(answer) == 200}
    refused = {path for path, answer in answers.items() if status(answer) == 404}
    assert found == MERGED.get(row.name, set())
    assert found | refused == set(OTHER_PATHS)
