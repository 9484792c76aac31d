"""The table in the README of what servers do with clients that misbehave is true."""

import pytest

from deployments.survey import README, ask, columns_of, surveyed, title


@pytest.mark.parametrize("server", surveyed(), ids=title)
def test_the_readme_says_what_a_server_does(server):
    assert columns_of(README.read_text(encoding="utf-8"))[title(server)] == ask(server)
