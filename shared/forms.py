"""What comes in as HTML forms: WTForms over the rules of ``payloads``.

WTForms binds what was typed, shows it again, and carries the CSRF token. What a value may be is
written once, in the payloads of the API, and a form asks the payload that it stands for.
"""

from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from typing import Any, ClassVar

import wtforms
from pydantic import ValidationError
from sqlalchemy.exc import IntegrityError
from wtforms import EmailField, PasswordField, StringField, TextAreaField
from wtforms.csrf.session import SessionCSRF
from wtforms.validators import Length

from . import payloads
from .errors import ApiError, lost_race

NOT_OURS = "This form was open for too long, or is not from this site: please send it again."
MOST_TYPED = 2_000  # characters of tags that are typed: 20 of 64 have 1,280
TOO_LONG = f"is too long (at most {MOST_TYPED} characters)"
REFUSED = {"credentials": "Email or password is invalid"}


class Form(wtforms.Form):
    """A form of the site; without fields of its own, it is one that consists of a button.

    *submitted* is what the browser sent, or None where the form is only to be shown; *session*
    holds the secret that the CSRF token proves to know, and *key* signs it. *data* is shown first.
    """

    model: ClassVar[type[payloads.Payload] | None] = None

    class Meta:
        """How WTForms protects every form."""

        csrf = True
        csrf_class = SessionCSRF
        csrf_time_limit = None  # a token is good for as long as its session

    def __init__(
        self,
        submitted: Any,
        session: MutableMapping[str, Any],
        key: bytes,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(submitted, data=data, meta={"csrf_context": session, "csrf_secret": key})
        self.is_submitted = submitted is not None
        self.payload: Any = None
        self.status = 200  # of the page that shows the form

    def validate(self, extra_validators: Any = None) -> bool:
        """Tell whether the form was sent from its page and obeys the rules; keep its payload.

        The rules of the payload are not tried on a form that has no token or is too long.
        """
        if not self.is_submitted:
            return False
        self.status = 422
        if not self["csrf_token"].validate(self):
            self["csrf_token"].errors = [NOT_OURS]
        elif super().validate(extra_validators) and self.model is not None:
            self._ask(self.model)
        return not self.errors

    def _ask(self, model: type[payloads.Payload]) -> None:
        try:
            self.payload = model.model_validate(self.values())
        except ValidationError as error:
            self._tell(payloads.messages(error))

    def values(self) -> dict[str, Any]:
        """Return what was typed, by the names that the payload knows."""
        return {name: field.data or "" for name, field in self._fields.items()}

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Show the form again if the block refuses what it says: a taken name, a wrong password."""
        try:
            yield
        except (ApiError, IntegrityError) as error:
            refusal = error if isinstance(error, ApiError) else lost_race(error)
            if refusal.status not in {401, 409}:
                raise refusal from None
            self.status = 401 if refusal.status == 401 else 422
            self._tell(refusal.body["errors"])

    def _tell(self, errors: Mapping[str, Any]) -> None:
        for name, messages in errors.items():
            if name in self:
                self[name].errors = messages
            else:
                self.form_errors.append(REFUSED[name])

    @property
    def messages(self) -> list[str]:
        """All errors as sentences."""
        told = [(field, message) for field in self for message in field.errors]
        fields = [m if f.name == "csrf_token" else f"{f.label.text} {m}" for f, m in told]
        return [*self.form_errors, *fields]


def _line_ends(text: str | None) -> str | None:
    # A browser sends CR LF, whatever was typed (HTML standard, section 4.10.22.4).
    return text and text.replace("\r\n", "\n")


class TagsField(wtforms.Field):
    """Any number of values under one name: those of the boxes that are ticked."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was sent, which may be nothing."""
        self.data = valuelist


class Login(Form):
    """Who logs in."""

    model = payloads.Credentials
    email = EmailField("Email")
    password = PasswordField("Password")


class Register(Form):
    """Who registers."""

    model = payloads.NewUser
    username = StringField("Username")
    email = EmailField("Email")
    password = PasswordField("Password")


class Settings(Form):
    """What users may change of themselves."""

    model = payloads.UserUpdate
    image = StringField("Picture URL")
    username = StringField("Username")
    bio = TextAreaField("Bio", filters=[_line_ends])
    email = EmailField("Email")
    password = PasswordField("New password")

    def values(self) -> dict[str, Any]:
        """Return what was typed; no password means that it stays the same."""
        values = super().values()
        if not values["password"]:
            del values["password"]
        return values


class Editor(Form):
    """An article, new or changed."""

    model = payloads.NewArticle
    title = StringField("Title")
    description = StringField("Description")
    body = TextAreaField("Body", filters=[_line_ends])
    tagList = TagsField("Tags", name="tags")  # noqa: N815 (the contract's name)
    new_tags = StringField("New tags", [Length(max=MOST_TYPED, message=TOO_LONG)])

    def values(self) -> dict[str, Any]:
        """Return what was typed, with the tags of the boxes and of the line beside them."""
        values = super().values()
        typed = [tag for tag in map(str.strip, values["new_tags"].split(",")) if tag]
        return values | {"tagList": [*(self.tagList.data or []), *typed]}


class Comment(Form):
    """A comment."""

    model = payloads.NewComment
    body = TextAreaField("Comment", filters=[_line_ends])
