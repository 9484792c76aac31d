"""What can be wrong with a request, in the order in which the contract wants it told."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace

import httpx2

from tests.contract.answers import (
    BAD_TOKEN,
    BLANK,
    NO_METHOD,
    NO_PATH,
    NO_TOKEN,
    NOT_JSON,
    NOT_JSON_TYPE,
    TOO_LARGE,
    forbidden,
    invalid,
    not_found,
    taken,
)
from tests.contract.client import Api, Stage, unique


@dataclass(frozen=True)
class Request:
    """A request to be made wrong. That it is `large` is kept apart, so that any body can be."""

    client: Api
    method: str
    path: str
    body: bytes
    media_type: str = "application/json"
    large: bool = False

    def send(self) -> httpx2.Response:
        """Send it."""
        headers = {"Content-Type": self.media_type}
        content = self.body
        if self.large:
            content = content.ljust(2_000_001)
            headers["Connection"] = "close"  # a server may hang up on what it will not read
        return self.client.send(self.method, self.path, headers=headers, content=content)


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one `part` of a request (another part can be wrong at once)."""

    name: str
    part: str
    make: Callable[[Request, Stage], Request]
    answer: tuple[int, dict]

    def __str__(self) -> str:
        return self.name


def elsewhere(request: Request, _: Stage) -> Request:
    return replace(request, path="/nothing" + request.path)


def patch(request: Request, _: Stage) -> Request:
    return replace(request, method="PATCH")


def large(request: Request, _: Stage) -> Request:
    return replace(request, large=True)


def by_nobody(request: Request, stage: Stage) -> Request:
    return replace(request, client=stage.api)


def by_a_forger(request: Request, stage: Stage) -> Request:
    return replace(request, client=stage.api.authorized("Token forged"))


def by_another(request: Request, stage: Stage) -> Request:
    return replace(request, client=stage.bob)


def of_no_article(request: Request, stage: Stage) -> Request:
    return replace(request, path=request.path.replace(stage.slug, unique("unknown")))


def of_no_comment(request: Request, _: Stage) -> Request:
    return replace(request, path=request.path + "000000")


def of_no_number(request: Request, _: Stage) -> Request:
    return replace(request, path=request.path + "x")


def plain_text(request: Request, _: Stage) -> Request:
    return replace(request, media_type="text/plain")


def malformed(request: Request, _: Stage) -> Request:
    return replace(request, body=request.body[:-1])


def empty(request: Request, _: Stage) -> Request:
    return replace(request, body=b"{}")


def user(request: Request, stage: Stage, email: str) -> Request:
    """Ask for a username that is taken, and for this e-mail address."""
    fields = {"username": stage.bob.username, "email": email, "password": "12345678"}
    return replace(request, body=json.dumps({"user": fields}).encode())


def invalid_user(request: Request, stage: Stage) -> Request:
    return user(request, stage, "nobody")


def taken_user(request: Request, stage: Stage) -> Request:
    return user(request, stage, stage.bob.email)


FAULTS = [
    Fault("path", "path", elsewhere, NO_PATH),
    Fault("method", "method", patch, NO_METHOD),
    Fault("size", "size", large, TOO_LARGE),
    Fault("no token", "client", by_nobody, NO_TOKEN),
    Fault("bad token", "client", by_a_forger, BAD_TOKEN),
    Fault("no article", "slug", of_no_article, not_found("article")),
    Fault("no comment", "id", of_no_comment, not_found("comment")),
    Fault("no number", "id", of_no_number, not_found("comment")),
    Fault("another's article", "client", by_another, forbidden("article")),
    Fault("another's comment", "client", by_another, forbidden("comment")),
    Fault("type", "type", plain_text, NOT_JSON_TYPE),
    Fault("JSON", "body", malformed, NOT_JSON),
    Fault("no user", "body", empty, invalid(user=BLANK)),
    Fault("no new article", "body", empty, invalid(article=BLANK)),
    Fault("no new comment", "body", empty, invalid(comment=BLANK)),
    Fault("invalid and taken", "body", invalid_user, invalid(email="is invalid")),
    Fault("taken", "body", taken_user, taken("username", "email")),
]
