"""Names in paths and filters that nothing can have."""

import pytest

from tests.contract.answers import NO_TOKEN, not_found, refusal
from tests.contract.client import unique
from tests.contract.endpoints import ENDPOINTS

pytestmark = pytest.mark.strictest_only

BAD_NAMES = {
    "NUL": "%00",
    "NUL at the end": "{name}%00",
    "NUL within": "a%00b",
    "not UTF-8": "%FF",
    "not UTF-8 at the end": "{name}%FF",
    "an overlong NUL": "%C0%80",
    "half a character": "%C3",
    "a surrogate": "%ED%A0%80",
    "the sign for what cannot be read": "%EF%BF%BD",
    "very long": "x" * 1_500,
    "a space": "%20",
    "a space at the end": "{name}%20",
    "a line feed at the end": "{name}%0A",
    "a wildcard": "%25",
    "a quote": "%27%20OR%20%271%27=%271",
    "a smile": "%F0%9F%99%82",
    "a bare percent sign": "%zz",
}
BAD_IDS = [
    "abc", "1.5", "-1", "%2B1", "1e3", "0x1", "1_0", "%201", "1%20", "%00", "1%00", "%FF", "0",
    "%D9%A1", "%EF%BC%91", "%C2%BD", "9" * 18, "9" * 19, "9" * 1_000, str(2**31), str(2**63),
]  # fmt: skip

OF_PROFILES = [e for e in ENDPOINTS if "{username}" in e.path]
OF_ARTICLES = [e for e in ENDPOINTS if "{slug}" in e.path]


@pytest.mark.parametrize("endpoint", OF_PROFILES, ids=str)
@pytest.mark.parametrize("name", BAD_NAMES.values(), ids=BAD_NAMES)
def test_a_username_that_cannot_exist_is_not_found(stage, endpoint, name):
    path = endpoint.path.format(username=name.format(name=stage.ann.username))
    assert refusal(stage.bob.send(endpoint.method, path)) == not_found("profile")


@pytest.mark.parametrize("endpoint", OF_ARTICLES, ids=str)
@pytest.mark.parametrize("name", BAD_NAMES.values(), ids=BAD_NAMES)
def test_a_slug_that_cannot_exist_is_not_found(stage, endpoint, name):
    path = endpoint.path.format(slug=name.format(name=stage.slug), id=stage.comment_id)
    assert refusal(stage.ann.send(endpoint.method, path)) == not_found("article")


@pytest.mark.parametrize("bad", BAD_IDS, ids=lambda bad: bad if len(bad) < 20 else f"{bad[:20]}...")
def test_an_id_that_cannot_exist_is_not_found(stage, bad):
    path = f"/articles/{stage.slug}/comments"
    assert refusal(stage.ann.delete(f"{path}/{bad}")) == not_found("comment")
    assert refusal(stage.api.delete(f"{path}/{bad}")) == NO_TOKEN
    elsewhere = stage.ann.delete(f"/articles/{unique('unknown')}/comments/{bad}")
    assert refusal(elsewhere) == not_found("article")
    assert len(stage.api.get(path).json()["comments"]) == 1


@pytest.mark.parametrize("name", ["tag", "author", "favorited"])
@pytest.mark.parametrize("value", BAD_NAMES.values(), ids=BAD_NAMES)
def test_a_filter_that_cannot_exist_matches_nothing(stage, name, value):
    response = stage.api.get(f"/articles?{name}={value.format(name=stage.ann.username)}")
    assert response.status_code == 200
    assert response.json() == {"articles": [], "articlesCount": 0}


def test_bytes_that_are_no_text_are_not_read_as_the_sign_for_them(stage):
    """A tag may be U+FFFD; a filter of the byte FF, which decoders replace by it, names no tag."""
    tag = unique("tag") + "\N{REPLACEMENT CHARACTER}"
    slug = stage.bob.publish(tagList=[tag])["slug"]
    found = stage.api.get("/articles", tag=tag).json()
    assert [article["slug"] for article in found["articles"]] == [slug]
    assert stage.api.get(f"/articles?tag={tag[:-1]}%FF").json()["articlesCount"] == 0


@pytest.mark.parametrize("query", ["%00=1", "%FF=1", "=", "&&&", "tag", "x" * 1_500, "%zz"])
def test_a_query_that_makes_no_sense_is_no_accident(stage, query):
    assert stage.api.get(f"/articles?{query}").status_code == 200
