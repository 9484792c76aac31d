"""The tables of the contract: every page and every form, and the scene that they are tried on."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from tests.contract.client import PASSWORD, Api, unique
from tests.pages.client import Browser, Page

EMPTY_LIST = "No articles are here... yet."
EMPTY_FEED = "Your feed is empty"
ANSWERED = [200, 204]  # either says which methods there are


class View(NamedTuple):
    """A page: its path, who may see it (anybody, user, author), and whether it can be posted to."""

    path: str
    auth: str = "anybody"
    is_form: bool = False

    def __str__(self) -> str:
        return self.path


class Sent(NamedTuple):
    """A form: its path, the page that shows it and to whom, and what is typed into it.

    A form without fields is a button.
    """

    path: str
    page: str
    by: str
    fields: Mapping[str, str] = MappingProxyType({})

    def __str__(self) -> str:
        return self.path


PAGES = [
    View("/"),
    View("/?feed=following", "user"),
    View("/tag/{tag}"),
    View("/login", is_form=True),
    View("/register", is_form=True),
    View("/settings", "user", is_form=True),
    View("/editor", "user", is_form=True),
    View("/editor/{slug}", "author", is_form=True),
    View("/article/{slug}"),
    View("/profile/{username}"),
    View("/profile/{username}/favorites"),
]

FORMS = [
    Sent("/login", "/login", "nobody", {"email": "{email}", "password": PASSWORD}),
    Sent(
        "/register",
        "/register",
        "nobody",
        {"username": "{new}", "email": "{new}@example.org", "password": PASSWORD},
    ),
    Sent("/logout", "/settings", "ann"),
    Sent("/settings", "/settings", "ann", {"bio": "Changed.", "password": "a new password"}),
    Sent("/editor", "/editor", "ann", {"title": "{new}", "description": "D", "body": "B"}),
    Sent("/editor/{slug}", "/editor/{slug}", "ann", {"title": "{new}", "body": "Changed."}),
    Sent("/article/{slug}/delete", "/article/{slug}", "ann"),
    Sent("/article/{slug}/comments", "/article/{slug}", "ann", {"body": "{new}"}),
    Sent("/article/{slug}/comments/{id}/delete", "/article/{slug}", "ann"),
    Sent("/article/{slug}/favorite", "/article/{slug}", "bob"),
    Sent("/article/{other}/unfavorite", "/article/{other}", "bob"),
    Sent("/profile/{username}/follow", "/profile/{username}", "bob"),
    Sent("/profile/{followed}/unfollow", "/profile/{followed}", "bob"),
]

FOR_ANYBODY = [view for view in PAGES if view.auth == "anybody"]
FOR_USERS = [view for view in PAGES if view.auth != "anybody"]
BUTTONS = [form for form in FORMS if not form.fields]
WITH_FIELDS = [form for form in FORMS if form.fields]
OF_USERS = [form for form in FORMS if form.by != "nobody"]
POSTS_ONLY = [form.path for form in FORMS if form.path not in {view.path for view in PAGES}]


@dataclass(frozen=True)
class Stage:
    """Ann's article with a comment of hers; bob likes another one, whose author he follows."""

    nobody: Browser
    ann: Browser
    bob: Browser
    names: dict[str, str]

    @classmethod
    def set(cls, nobody: Browser, ann: Browser, bob: Browser) -> "Stage":
        """Write what the stories need."""
        tag = unique("tag")
        slug = ann.api.publish(tagList=[tag, "x"])["slug"]
        comment = ann.api.comment(slug)
        carol = nobody.api.register("carol")
        other = carol.publish(tagList=[tag])["slug"]
        bob.api.post(f"/profiles/{carol.username}/follow")
        bob.api.post(f"/articles/{other}/favorite")
        names = {
            "tag": tag,
            "slug": slug,
            "id": str(comment["id"]),
            "username": ann.username,
            "email": ann.api.email,
            "other": other,
            "followed": carol.username,
        }
        return cls(nobody, ann, bob, names)

    def fill_in(self, text: str) -> str:
        """Put the names of this scene into a text."""
        return text.format(**self.names, new=unique("new"))

    def by(self, name: str) -> Browser:
        """Return one of the three visitors."""
        return {"nobody": self.nobody, "ann": self.ann, "bob": self.bob}[name]

    def read(self, view: View) -> Page:
        """Ask for a page as somebody who may see it."""
        return self.ann.read(self.fill_in(view.path))

    def shown(self, form: Sent) -> Page:
        """Ask for the page that shows a form."""
        return self.by(form.by).read(self.fill_in(form.page))

    def typed(self, form: Sent) -> dict[str, str]:
        """Return what is typed into a form."""
        return {name: self.fill_in(value) for name, value in form.fields.items()}

    def state(self) -> list[object]:
        """Return all that the forms could change, as the API tells it."""
        slug, other = (f"/articles/{self.names[name]}" for name in ("slug", "other"))
        ann, bob = self.ann.api, self.bob.api
        paths = [slug, other, f"{slug}/comments", f"/profiles/{self.names['followed']}"]
        told = [said(bob, path) for path in paths]
        written = said(ann, f"/articles?author={ann.username}")
        viewers = [browser.read("/login").viewer for browser in (self.nobody, self.ann, self.bob)]
        return [*told, written, profile(ann), profile(bob), viewers]


def said(api: Api, path: str) -> object:
    """Return what the API says at a path."""
    return api.get(path).json()


def profile(api: Api) -> object:
    """Return a user as the API shows them, without the token, which changes with the time."""
    user = api.get("/user").json()["user"]
    return {name: value for name, value in user.items() if name != "token"}
