"""What comes in: pydantic models of the JSON bodies and of the query strings.

Every rule about a value is written here, once, as an annotated type, with the message that
the contract wants. A model is parsed from bytes: whether there is a body, of which media type
and whether it is JSON at all are rules too.
"""

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar, Self, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError, from_json

from . import markdown, unicode
from .errors import ApiError, found, http_error

Model = TypeVar("Model", bound=BaseModel)

BLANK = "can't be blank"
MOST_TAGS = 20  # as sent, duplicates included
MAX_OFFSET = 2**53  # the largest integer that every JSON reader keeps exact (RFC 8259, section 6)

# What pydantic finds by itself, in the contract's words.
MESSAGES = {
    "missing": BLANK,
    "string_type": "must be a string",
    "list_type": "must be a list",
    "too_long": f"has too many tags (at most {MOST_TAGS})",
}


def _refuse(message: str) -> PydanticCustomError:
    # The message stands in braces of its own, or pydantic would look for fields in it.
    return PydanticCustomError("rule", "{message}", {"message": message})


def _rule(message: str, holds: Callable[[str], object]) -> AfterValidator:
    def check(value: str) -> str:
        if not holds(value):
            raise _refuse(message)
        return value

    return AfterValidator(check)


def _at_least(length: int, form: Callable[[str], str] = str) -> AfterValidator:
    return _rule(f"is too short (at least {length} characters)", lambda v: len(form(v)) >= length)


def _at_most(length: int) -> AfterValidator:
    return _rule(f"is too long (at most {length} characters)", lambda v: len(v) <= length)


def _like(pattern: str) -> AfterValidator:
    return _rule("is invalid", re.compile(pattern).fullmatch)


# PostgreSQL cannot keep NUL in a text.
_no_nul = _rule("must not contain NUL", lambda v: "\0" not in v)
_not_blank = _rule(BLANK, str.strip)
_nfc = AfterValidator(unicode.nfc)
_lower = AfterValidator(lambda text: unicode.nfc(text.lower()))


def _whole_number(low: int, high: int) -> BeforeValidator:
    digits = re.compile(f"0{{0,99}}[0-9]{{1,{len(str(high))}}}", re.ASCII)

    def parse(text: str) -> int:
        if digits.fullmatch(text) and low <= (number := int(text)) <= high:
            return number
        raise _refuse(f"must be a number from {low} to {high}")

    return BeforeValidator(parse)


def _distinct(tags: list[str]) -> list[str]:
    return sorted(set(tags))


# A limit comes before all other work on a text or a list, and again after what can lengthen it.
Text = Annotated[str, _not_blank, _no_nul]
Username = Annotated[str, _at_most(64), _not_blank, _no_nul, _like(r"(?!\.{1,2}\Z)[A-Za-z0-9_.-]+")]
Email = Annotated[
    str, _at_most(254), _not_blank, _no_nul, _at_least(3), _like(r"[^@\s]+@[^@\s]+"),
    _lower, _at_most(254),
]  # fmt: skip
Password = Annotated[
    str, _at_most(256), _not_blank, _no_nul, _at_least(8), _at_least(8, unicode.nfkc)
]
Bio = Annotated[str, _at_most(5_000), _no_nul, AfterValidator(lambda text: text or None)]
Image = Annotated[str, _at_most(2_000), _no_nul, AfterValidator(lambda text: text or None)]
Title = Annotated[str, _at_most(255), _not_blank, _no_nul, _nfc, _at_most(255)]
Description = Annotated[str, _at_most(1_000), _not_blank, _no_nul]
ArticleBody = Annotated[str, _at_most(100_000), _not_blank, _no_nul]
CommentBody = Annotated[str, _at_most(10_000), _not_blank, _no_nul]
Tag = Annotated[
    str,
    AfterValidator(str.strip),
    _at_most(64),
    _not_blank,
    _nfc,
    _at_most(64),
    _rule(
        "must not contain / or control characters",
        re.compile(r"[^/\x00-\x1f\x7f-\x9f]*").fullmatch,
    ),
    # A browser resolves both away: it cannot ask for /tag/.. (URL standard, section 4.4).
    _rule("must not be . or ..", lambda v: v not in {".", ".."}),
]
Tags = Annotated[list[Tag], Field(max_length=MOST_TAGS), AfterValidator(_distinct)]


class Payload(BaseModel):
    """The value in the envelope of a JSON body, such as ``{"user": ...}``."""

    envelope: ClassVar[str]

    @classmethod
    def parse(cls, media_type: str, body: bytes) -> Self:
        """Return the model that a request's body holds.

        Raises ApiError: 415 for another media type than JSON, 400 for what is not JSON, 422
        for JSON that breaks a rule. No body at all is like an empty object.
        """
        try:
            return cls._parse(media_type, body)
        except ApiError as error:
            # A traceback may live until garbage is collected: let it not hold the document.
            raise error.with_traceback(None)  # noqa: B904 (the same error)

    @classmethod
    def _parse(cls, media_type: str, body: bytes) -> Self:
        document = _load(media_type, body)
        if not isinstance(document, dict):
            raise ApiError(422, {"body": ["must be an object"]})
        value = document.get(cls.envelope)
        if not isinstance(value, dict):
            message = BLANK if value is None else "must be an object"
            raise ApiError(422, {cls.envelope: [message]})
        return _validate(cls, value)


class NewUser(Payload):
    """What a registration says."""

    envelope = "user"
    username: Username
    email: Email
    password: Password


class Credentials(Payload):
    """What a login says. The rules for a new password do not hold for one that is tried."""

    envelope = "user"
    email: Annotated[Text, _lower]
    password: Text


class UserUpdate(Payload):
    """What a user may change. A default only says that a field may be absent."""

    envelope = "user"
    username: Username = ""
    email: Email = ""
    password: Password = ""
    bio: Bio | None = None
    image: Image | None = None

    def columns(self) -> dict[str, Any]:
        """Return what the client named."""
        return self.model_dump(exclude_unset=True)


class ArticlePayload(Payload):
    """What an article may say: columns of its own, and tags, which have a table."""

    envelope = "article"

    def columns(self) -> dict[str, Any]:
        """Return what the client named and the article's own table keeps, the body rendered too."""
        columns = self.model_dump(exclude_unset=True, exclude={"tagList"})
        if "body" in columns:
            columns["body_html"] = markdown.render(columns["body"])
        return columns


class NewArticle(ArticlePayload):
    """What a new article says."""

    title: Title
    description: Description
    body: ArticleBody
    tagList: Tags = []  # noqa: N815 (the contract's name)


class ArticleUpdate(ArticlePayload):
    """What an author may change. A default only says that a field may be absent."""

    title: Title = ""
    description: Description = ""
    body: ArticleBody = ""
    tagList: Tags = []  # noqa: N815 (the contract's name)


class NewComment(Payload):
    """What a new comment says."""

    envelope = "comment"
    body: CommentBody


class Page(BaseModel):
    """Which part of a list is wanted."""

    model_config = ConfigDict(frozen=True)

    limit: Annotated[int, _whole_number(1, 100)] = 20
    offset: Annotated[int, _whole_number(0, MAX_OFFSET)] = 0

    @classmethod
    def parse(cls, arguments: Mapping[str, str]) -> Self:
        """Return the model that a query string holds; raises ApiError (422)."""
        return _validate(cls, arguments)


class ArticlePage(Page):
    """Which part of the list of articles is wanted, and of which articles."""

    tag: str | None = None
    author: str | None = None
    favorited: str | None = None

    def filters(self) -> frozenset[str]:
        """Return the names of the filters that are set: a key of ``queries.LISTINGS``."""
        return frozenset(self.model_fields_set - Page.model_fields.keys())


def comment_id(text: str) -> int:
    """Return the id of a comment as a path names it; raises ApiError (404)."""
    # Eighteen digits always fit into the 64 bits that a database has for them.
    return int(found(re.fullmatch("[0-9]{1,18}", text), "comment")[0])


def page_number(text: str) -> int:
    """Return the page of a list as an address names it, 1 at first; raises ApiError (404)."""
    return int(found(re.fullmatch("[1-9][0-9]{0,14}", text or "1"), "path")[0])


def _load(media_type: str, body: bytes) -> Any:
    if not body:
        return {}
    if media_type.lower() != "application/json":
        raise http_error(415)
    try:
        # orjson builds a tree of its own first: twice the memory for a list of numbers.
        return from_json(body, allow_inf_nan=False)
    except ValueError:
        raise ApiError(400, {"body": ["is not valid JSON"]}) from None


def _validate(model: type[Model], value: Mapping[str, Any]) -> Model:
    try:
        return model.model_validate(value)
    except ValidationError as error:
        problems = messages(error)
    raise ApiError(422, problems)


def messages(error: ValidationError) -> dict[str, list[str]]:
    """Return what is wrong with each field, in the words of the contract."""
    fields: dict[str, list[str]] = {}
    for problem in error.errors(include_url=False):
        is_null = problem["type"] == "string_type" and problem["input"] is None
        message = BLANK if is_null else MESSAGES.get(problem["type"], problem["msg"])
        known = fields.setdefault(str(problem["loc"][0]), [])
        if message not in known:
            known.append(message)
    return fields
