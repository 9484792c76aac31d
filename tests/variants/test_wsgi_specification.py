"""The WSGI variants keep to the specification of WSGI (PEP 3333), whatever they are asked."""

import pytest

from tests.variants.tour import tour_of_checked
from variants import VARIANTS

WSGI = [variant.name for variant in VARIANTS.values() if variant.interface == "wsgi"]


@pytest.mark.parametrize("variant", WSGI)
def test_a_variant_keeps_to_the_specification(variant, new_database, tmp_path, monkeypatch):
    database_url = new_database("sqlite", f"wsgi_{variant}")
    tour_of_checked(variant, database_url, tmp_path / "server.log", monkeypatch)
