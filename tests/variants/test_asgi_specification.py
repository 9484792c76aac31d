"""The ASGI variants keep to the specification of ASGI (ASGI 3), whatever they are asked."""

import pytest

from tests.variants.tour import tour_of_watched
from variants import VARIANTS

ASGI = [variant.name for variant in VARIANTS.values() if variant.interface == "asgi"]


@pytest.mark.parametrize("variant", ASGI)
def test_a_variant_keeps_to_the_specification(variant, new_database, tmp_path, monkeypatch):
    database_url = new_database("sqlite", "watched")
    factory, log = f"tests.variants.checked:{variant}", tmp_path / "server.log"
    tour_of_watched(factory, variant, database_url, log, monkeypatch)
