"""The WSGI variants keep to the specification of WSGI (PEP 3333), whatever they are asked."""

import pytest

from tests.variants.tour import tour_of_watched
from variants import VARIANTS

WSGI = [variant.name for variant in VARIANTS.values() if variant.interface == "wsgi"]


@pytest.fixture
def watched(new_database, tmp_path, monkeypatch):
    """Make a tour of a variant that a factory creates, in the environment of one or another."""

    def tour(factory, environment_of):
        database_url = new_database("sqlite", "watched")
        log = tmp_path / "server.log"
        tour_of_watched(factory, environment_of, database_url, log, monkeypatch)

    return tour


@pytest.mark.parametrize("variant", WSGI)
def test_a_variant_keeps_to_the_specification(variant, watched):
    watched(f"tests.variants.checked:{variant}", variant)


@pytest.mark.parametrize("variant", WSGI)
def test_werkzeug_finds_nothing_to_warn_of(variant, watched):
    with_werkzeug = "werkzeug_sync" if variant == "raw_wsgi" else variant
    watched(f"tests.variants.linted:{variant}", with_werkzeug)
