"""Who is measured where."""

import pytest

from benchmarks.applications import cells
from variants import VARIANTS


@pytest.mark.parametrize("endpoint", ["home", "article_page", "home_json"])
def test_pages_and_what_they_are_compared_with_are_measured_of_variants_only(endpoint):
    assert cells(VARIANTS, [endpoint]) == [(endpoint, name) for name in VARIANTS]


@pytest.mark.parametrize(
    ("endpoint", "references"),
    [
        ("list", ["floor", "orm_session"]),
        ("tags", ["floor"]),
        ("null", [f"null_{variant}" for variant in VARIANTS]),
    ],
)
def test_references_are_measured_beside_whatever_variant_is_chosen(endpoint, references):
    assert cells([], [endpoint]) == [(endpoint, name) for name in references]
