"""The endpoints that take a body, each ready to be sent something bad."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx2

from tests.contract.client import Api, Stage, draft, newcomer

JSON = "application/json"


@dataclass(frozen=True)
class Write:
    """One endpoint: a valid request to it, and how to see whether a request changed anything."""

    client: Api
    method: str
    path: str
    envelope: str
    fields: dict
    state: Callable[[], object]

    def send(
        self, content: object, content_type: str | None = JSON, **headers: str
    ) -> httpx2.Response:
        """Send these bytes (or, chunked, these pieces) as a body of this media type."""
        if content_type is not None:
            headers["Content-Type"] = content_type
        return self.client.send(self.method, self.path, headers=headers, content=content)

    def body(self, **changes: object) -> bytes:
        """Return the valid body, with some fields changed."""
        return json.dumps({self.envelope: self.fields | changes}).encode()

    @contextmanager
    def changes_nothing(self) -> Iterator[None]:
        """Make sure that the block leaves everything as it was, and the server alive."""
        before = self.state()
        yield
        assert self.state() == before


def register(stage: Stage) -> Write:
    fields = newcomer()
    return Write(
        stage.api, "POST", "/users", "user", fields,
        lambda: stage.api.get(f"/profiles/{fields['username']}").json(),
    )  # fmt: skip


def login(stage: Stage) -> Write:
    fields = newcomer()
    stage.api.post("/users", {"user": fields})
    del fields["username"]
    return Write(
        stage.api, "POST", "/users/login", "user", fields,
        lambda: stage.api.get("/tags").status_code,
    )  # fmt: skip


def update_user(stage: Stage) -> Write:
    user = stage.api.register()
    fields = newcomer() | {"bio": "Something.", "image": "https://example.org/me.png"}
    return Write(
        user, "PUT", "/user", "user", fields,
        lambda: user.get("/user").json()["user"] | {"token": ""},
    )  # fmt: skip


def publish(stage: Stage) -> Write:
    return Write(
        stage.ann, "POST", "/articles", "article", draft() | {"tagList": ["a"]},
        lambda: stage.api.get("/articles", author=stage.ann.username).json(),
    )  # fmt: skip


def revise(stage: Stage) -> Write:
    slug = stage.ann.publish()["slug"]
    return Write(
        stage.ann, "PUT", f"/articles/{slug}", "article", draft() | {"tagList": ["a"]},
        lambda: stage.ann.get(f"/articles/{slug}").json(),
    )  # fmt: skip


def comment(stage: Stage) -> Write:
    path = f"/articles/{stage.slug}/comments"
    return Write(
        stage.ann, "POST", path, "comment", {"body": "Well said."},
        lambda: stage.api.get(path).json(),
    )  # fmt: skip


WRITES = {make.__name__: make for make in (register, login, update_user, publish, revise, comment)}

# Every field that holds a text, and the longest that it may be.
TEXTS = {
    ("register", "username"): 64,
    ("register", "email"): 254,
    ("register", "password"): 256,
    ("login", "email"): None,
    ("login", "password"): None,
    ("update_user", "username"): 64,
    ("update_user", "email"): 254,
    ("update_user", "password"): 256,
    ("update_user", "bio"): 5_000,
    ("update_user", "image"): 2_000,
    ("publish", "title"): 255,
    ("publish", "description"): 1_000,
    ("publish", "body"): 100_000,
    ("revise", "title"): 255,
    ("revise", "description"): 1_000,
    ("revise", "body"): 100_000,
    ("comment", "body"): 10_000,
}
