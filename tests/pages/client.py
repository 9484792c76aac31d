"""A browser without a screen: what the stories of the pages are told with.

It keeps cookies, reads HTML, fills in forms, and sends them with every field that they have. It
follows no redirect unless it is told to, and runs no scripts.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import unquote, urlencode, urljoin, urlsplit

import httpx2
from bs4 import BeautifulSoup, Tag

from tests.contract.client import PASSWORD, Api

NEWLINE = re.compile(r"\r\n|\r|\n")
FORM = "application/x-www-form-urlencoded"
NO_TEXT = {"submit", "button", "image", "reset", "file"}  # types of inputs that hold none


@dataclass(frozen=True)
class Form:
    """A form as a page shows it: where it is sent to, and what it would send."""

    method: str
    action: str
    fields: tuple[tuple[str, str], ...]

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.fields]

    def __getitem__(self, name: str) -> str:
        """Return what the only field of that name holds."""
        (value,) = [value for field, value in self.fields if field == name]
        return value

    def fill(self, **values: str) -> "Form":
        """Type something into fields that the form must have."""
        assert set(values) <= set(self.names), f"there is no such field: {self.names}"
        return replace(self, fields=tuple((n, values.get(n, value)) for n, value in self.fields))

    def add(self, *fields: tuple[str, str]) -> "Form":
        """Add fields, whether the form has such ones or not: a script could."""
        return replace(self, fields=(*self.fields, *fields))

    def drop(self, name: str, value: str | None = None) -> "Form":
        """Leave out the fields of a name, or untick the box of that name and value."""
        gone = [field for field in self.fields if field[0] == name and value in (None, field[1])]
        assert gone, f"there is no such field: {self.names}"
        return replace(self, fields=tuple(field for field in self.fields if field not in gone))

    def encode(self) -> bytes:
        """Return the body that a browser sends: with CR LF at the end of every line."""
        pairs = [(name, NEWLINE.sub("\r\n", value)) for name, value in self.fields]
        return urlencode(pairs).encode()


@dataclass(frozen=True)
class Page:
    """An answer, and what can be read in it."""

    response: httpx2.Response

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def headers(self) -> httpx2.Headers:
        return self.response.headers

    @property
    def location(self) -> str:
        """Where a redirect leads to, as the server wrote it."""
        return self.headers["Location"]

    @cached_property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.response.text.replace("\r\n", "\n"), "html.parser")

    def all(self, selector: str) -> list[Tag]:
        """Return all elements that a CSS selector finds."""
        return self.soup.select(selector)

    def one(self, selector: str) -> Tag:
        """Return the element that a CSS selector finds, which must be the only one."""
        (element,) = self.all(selector) or [None]
        assert element, f"no {selector} in {self.response.text}"
        return element

    def texts(self, selector: str) -> list[str]:
        """Return what the elements that a CSS selector finds say, in words."""
        return [words(element) for element in self.all(selector)]

    @property
    def errors(self) -> list[str]:
        """What the page says is wrong."""
        return self.texts("ul.error-messages li")

    @property
    def viewer(self) -> str | None:
        """The name of the user whom the page takes its reader for."""
        paths = [link["href"] for link in self.all("nav.navbar a.nav-link")]
        names = [unquote(path.split("/")[2]) for path in paths if path.startswith("/profile/")]
        return names[0] if names else None

    @property
    def forms(self) -> list[Form]:
        return [self._form(element) for element in self.all("form")]

    def form(self, action: str) -> Form:
        """Return the first form that is sent to a path."""
        forms = [form for form in self.forms if form.action == action]
        assert forms, f"no form for {action}, only {[form.action for form in self.forms]}"
        return forms[0]

    def button(self, text: str) -> Form:
        """Return the first form with a button that says this."""
        for button in self.all("form button[type=submit]"):
            if text in words(button):
                return self._form(button.find_parent("form"))
        raise AssertionError(f"no button {text!r}, only {self.texts('form button')}")

    def _form(self, element: Tag) -> Form:
        action = urljoin(str(self.response.url), element.get("action", ""))
        fields = tuple(field for control in element.select(CONTROLS) for field in sent(control))
        return Form(element.get("method", "get").upper(), path_of(action), fields)


CONTROLS = "input[name]:not([disabled]), textarea[name]:not([disabled])"


def sent(control: Tag) -> list[tuple[str, str]]:
    """Return the name and the value that a control adds to its form, if it does."""
    name = control["name"]
    if control.name == "textarea":
        return [(name, control.get_text().removeprefix("\n"))]
    kind = control.get("type", "text").lower()
    if kind in NO_TEXT or (kind in {"checkbox", "radio"} and not control.has_attr("checked")):
        return []
    return [(name, control.get("value", "on" if kind == "checkbox" else ""))]


def words(element: Tag) -> str:
    """Return the text of an element as a reader sees it: without line ends and indents."""
    return " ".join(element.get_text().split())


def path_of(url: str) -> str:
    """Return the path and the query of a URL."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


@dataclass(frozen=True)
class Browser:
    """One visitor with a browser and its cookies, who may also be a user of the API."""

    target: str
    http: httpx2.Client
    api: Api

    @classmethod
    def new(cls, target: str, transport: httpx2.HTTPTransport) -> "Browser":
        """Open a browser without cookies, on connections that others use too."""
        http = httpx2.Client(transport=transport, timeout=30, trust_env=False)
        api = httpx2.Client(base_url=target, transport=transport, timeout=30, trust_env=False)
        return cls(target, http, Api(api))

    @property
    def username(self) -> str:
        return self.api.username

    def send(self, method: str, path: str, **options: object) -> Page:
        """Send any request."""
        return Page(self.http.request(method, self.target + path, **options))

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Page:
        """Ask for a page, which may be an error or a redirect."""
        return self.send("GET", path, headers=headers)

    def read(self, path: str) -> Page:
        """Ask for a page that must be there."""
        page = self.get(path)
        assert page.status == 200, (path, page.status, page.response.text[:2_000])
        return page

    def submit(self, form: Form, **values: str) -> Page:
        """Fill in a form and send it."""
        assert form.method == "POST", "only what is posted may change something"
        content = form.fill(**values).encode()
        headers = {"Content-Type": FORM}
        return self.send("POST", form.action, content=content, headers=headers)

    def post(self, path: str, *fields: tuple[str, str]) -> Page:
        """Send fields to a path, as no form of the site would."""
        return self.submit(Form("POST", path, fields))

    def follow(self, page: Page) -> Page:
        """Go where a redirect leads, which must be a page of this site."""
        return self.read(destination(self.target, page))

    def log_in(self, email: str, password: str = PASSWORD) -> Page:
        """Log in through the form."""
        return self.submit(self.read("/login").form("/login"), email=email, password=password)

    @property
    def cookie(self) -> tuple[str, str]:
        """The name and the value of the only cookie that the site has set."""
        (cookie,) = self.http.cookies.jar
        return cookie.name, cookie.value or ""

    def bring(self, name: str, value: str) -> "Browser":
        """Put a cookie into a browser that has none."""
        host = urlsplit(self.target).hostname or ""
        self.http.cookies.set(name, value, domain=host if "." in host else f"{host}.local")
        return self


def destination(target: str, page: Page) -> str:
    """Return the path to which a redirect leads a browser, which must be of the same site.

    Browsers drop tabs and line ends, and take a backslash for a slash (URL standard, section 4.4).
    """
    location = re.sub(r"[\t\r\n]", "", page.location).strip().replace("\\", "/")
    url = urlsplit(urljoin(str(page.response.url), location))
    origin = urlsplit(target)
    assert (url.scheme, url.netloc) == (origin.scheme, origin.netloc), page.location
    return path_of(url.geturl())
