"""Every variant gives the same answer to the same request, also where the contract is silent."""

import json
import re

import pytest

from tests.contract.client import PASSWORD, unique
from tests.variants.samples import SAMPLES

HEADERS = [
    "Location", "WWW-Authenticate", "Allow", "Access-Control-Allow-Origin",
    "Access-Control-Allow-Methods", "Access-Control-Allow-Headers",
]  # fmt: skip
# What differs from one request to the next, whoever answers.
VARYING = {
    r"\beyJ[\w-]+\.[\w-]+\.[\w-]+": "TOKEN",
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z": "TIME",
    r'"id":\d+': '"id":ID',
    r"-[0-9a-f]{8}\b": "-SUFFIX",
}


def set_scene(api):
    """Make what a sample may name: two users with an article each, and comments."""
    me, other = api.register("me"), api.register("other")
    title, their_title = unique("title"), unique("title")
    mine = me.publish(title=title, tagList=["x"])["slug"]
    theirs = other.publish(title=their_title)["slug"]
    return {
        "me": me.username,
        "ME": me.username.upper(),
        "other": other.username,
        "title": title,
        "mine": mine,
        "theirs": theirs,
        "their_title": their_title,
        "comment": str(me.comment(mine)["id"]),
        "their_comment": str(other.comment(mine)["id"]),
        "token": me.token,
        "password": PASSWORD,
        "new": unique("new"),
    }


def fill_in(text, scene):
    """Replace the names in braces by what they stand for in a scene."""
    for name, value in scene.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def ask(api, sample, scene):
    """Send a sample to one variant."""
    content = sample.body
    headers = {"Content-Type": "application/json"} if content is not None else {}
    if content is not None and not isinstance(content, bytes):
        content = fill_in(json.dumps(content, ensure_ascii=False), scene).encode()
    headers = {name: value for name, value in (headers | sample.headers).items() if value}
    client = api.authorized(fill_in(sample.by, scene))
    return client.send(sample.method, fill_in(sample.path, scene), headers, content=content)


def told(response, scene):
    """Return what an answer says, with the names of the scene in the place of their values."""
    text = response.text
    for name in ("mine", "theirs", "title", "their_title", "me", "ME", "other", "new"):
        text = text.replace(scene[name], f"<{name}>")
    for pattern, name in VARYING.items():
        text = re.sub(pattern, name, text)
    headers = {name: response.headers.get(name) for name in HEADERS}
    length = response.headers.get("Content-Length")
    # The type of nothing says nothing: Flask names one all the same.
    is_empty = not response.content and length in (None, "0")
    kind = None if is_empty else response.headers.get("Content-Type")
    body = {"has a length": length is not None, "Content-Type": kind, "body": text}
    return {"status": response.status_code, **headers, **body}


@pytest.fixture(scope="module")
def scene(apis):
    """Set a scene that nobody changes."""
    return set_scene(next(iter(apis.values())))


@pytest.mark.parametrize("sample", SAMPLES, ids=[f"{n} {s}" for n, s in enumerate(SAMPLES)])
def test_every_variant_gives_the_same_answer(apis, scene, sample):
    stagehand = next(iter(apis.values()))
    scenes = {name: scene if sample.is_safe else set_scene(stagehand) for name in apis}
    answers = {name: ask(api, sample, scenes[name]) for name, api in apis.items()}
    (first, expected), *others = (
        (name, told(answer, scenes[name])) for name, answer in answers.items()
    )
    differences = {
        name: {key: (value, said[key]) for key, value in expected.items() if said[key] != value}
        for name, said in others
    }
    assert not any(differences.values()), f"{first} and what others say: {differences}"
    assert expected["status"] < 500
