"""What all tests of the benchmarks share."""

import pytest

from benchmarks.generators import k6, wrk


@pytest.fixture(autouse=True)
def logs(tmp_path, monkeypatch):
    """Keep what generators say apart: tests run at the same time."""
    for generator in (k6, wrk):
        monkeypatch.setattr(generator, "LOG", tmp_path / generator.LOG.name)
