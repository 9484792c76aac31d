"""What the API answers: the shapes of its objects, and the refusals that the contract words."""

import re
from datetime import datetime

import httpx2

USER = {"email", "token", "username", "bio", "image"}
PROFILE = {"username", "bio", "image", "following"}
SUMMARY = {
    "slug", "title", "description", "tagList", "createdAt", "updatedAt",
    "favorited", "favoritesCount", "author",
}  # fmt: skip
ARTICLE = SUMMARY | {"body"}
COMMENT = {"id", "createdAt", "updatedAt", "body", "author"}

BLANK = "can't be blank"
NUL = "must not contain NUL"
NOT_A_STRING = "must be a string"
TAKEN = "has already been taken"
LIMIT = "must be a number from 1 to 100"
OFFSET = "must be a number from 0 to 9007199254740992"

NO_PATH = (404, {"path": ["not found"]})
NO_METHOD = (405, {"method": ["not allowed"]})
TOO_LARGE = (413, {"body": ["is too large"]})
NO_TOKEN = (401, {"token": ["is missing"]})
BAD_TOKEN = (401, {"token": ["is invalid"]})
BAD_LOGIN = (401, {"credentials": ["invalid"]})
NOT_JSON_TYPE = (415, {"body": ["must be application/json"]})
NOT_JSON = (400, {"body": ["is not valid JSON"]})


def not_found(what: str) -> tuple[int, dict]:
    """Return the refusal for an article, profile or comment that is not there."""
    return 404, {what: ["not found"]}


def forbidden(what: str) -> tuple[int, dict]:
    """Return the refusal for someone else's article or comment."""
    return 403, {what: ["forbidden"]}


def invalid(**messages: str) -> tuple[int, dict]:
    """Return the refusal of fields that break a rule, one message each."""
    return 422, {field: [message] for field, message in messages.items()}


def taken(*fields: str) -> tuple[int, dict]:
    """Return the refusal of names that others have."""
    return 409, {field: [TAKEN] for field in fields}


def too_long(limit: int) -> str:
    """Return the message for a text over its limit."""
    return f"is too long (at most {limit} characters)"


def is_json(response: httpx2.Response) -> bool:
    """Tell whether an answer is JSON that a page of any other site may read."""
    media_type = response.headers.get("Content-Type", "").partition(";")[0]
    return media_type == "application/json" and open_to_all(response)


def open_to_all(response: httpx2.Response) -> bool:
    """Tell whether an answer lets pages of every origin read it."""
    return response.headers.get("Access-Control-Allow-Origin") == "*"


def listed(response: httpx2.Response, header: str) -> set[str]:
    """Return the members of a header that is a list, whose order says nothing."""
    return {member.strip() for member in response.headers[header].split(",")}


def refusal(response: httpx2.Response) -> tuple[int, dict]:
    """Return the status and the errors of an answer, which must hold nothing else."""
    assert is_json(response), (response.status_code, response.headers, response.text[:500])
    body = response.json()
    assert set(body) == {"errors"}, (response.status_code, body)
    return response.status_code, body["errors"]


def moment(text: str) -> datetime:
    """Return a time of the API; it must be in UTC and have three digits of milliseconds."""
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", text), text
    return datetime.fromisoformat(text)
