"""Requests of every kind, to be sent to every variant: {names} stand for what each one is given.

Many of them are about what the contract leaves open: there the variants must agree all the same.
"""

from dataclasses import dataclass, field

PLAIN = {"Content-Type": "text/plain"}


@dataclass(frozen=True)
class Sample:
    """One request; `by` is an Authorization header, and a body of bytes is sent as it is."""

    method: str
    path: str
    body: object = None
    by: str = "Token {token}"
    headers: dict = field(default_factory=dict)

    @property
    def is_safe(self) -> bool:
        """Whether the request changes nothing, so that all variants can share one scene."""
        return self.method not in ("POST", "PUT", "DELETE")

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def user(**fields: object) -> dict:
    return {"user": fields}


def article(**fields: object) -> dict:
    return {"article": {"title": "{new}", "description": "D", "body": "B"} | fields}


def comment(body: object) -> dict:
    return {"comment": {"body": body}}


READS = [
    Sample(method, path, by=by)
    for method in ("GET", "HEAD")
    for path, by in [
        ("/user", Sample.by),
        ("/user", ""),
        ("/user", "Token x"),
        ("/user", "Basic x"),
        ("/profiles/{me}", ""),
        ("/profiles/{other}", Sample.by),
        ("/profiles/nobody-at-all", ""),
        ("/articles?author={me}", ""),
        ("/articles?author={other}", Sample.by),
        ("/articles/feed", Sample.by),
        ("/articles/{mine}", ""),
        ("/articles/{theirs}", Sample.by),
        ("/articles/no-such-article", ""),
        ("/articles/{mine}/comments", Sample.by),
        ("/tags", ""),
        ("/openapi.json", ""),
        ("/nothing", ""),
        ("/users", ""),
    ]
]

ODD_READS = [
    Sample("GET", path)
    for path in [
        "",
        "/",
        "/tags/",
        "//tags",
        "/./tags",
        "/Tags",
        "/articles/",
        "/articles/{mine}%2Fcomments",
        "/articles/{mine}/comments/",
        "/articles/%FF",
        "/articles/%00",
        "/articles/..%2Ftags",
        "/profiles/.",
        "/profiles/%2E",
        "/profiles/{me};x=1",
        "/profiles/{me}%20",
        "/articles?author={me}&author={other}",
        "/articles?author={me};limit=1",
        "/articles?author={me}&limit=%201",
        "/articles?author={me}&limit=+1",
        "/articles?author={me}&limit=01",
        "/articles?author={me}&limit=000000000000000000001",
        "/articles?author={me}&limit",
        "/articles?author={me}&limit=",
        "/articles?author={me}&limit=0&offset=-1",
        "/articles?author={me}&LIMIT=0",
        "/articles?tag=",
        "/articles?tag=%FF",
        "/articles?tag=A",
        "/articles?tag=a+b",
        "/articles?author=&limit=1",
        "/articles/feed?author={me}",
        "/articles/feed?tag=x&limit=1",
    ]
]

SCHEMES = [
    Sample("GET", "/user", by=by)
    for by in [
        "Token",
        "Bearer",
        "Token  {token}",
        "token {token}",
        "Token\t{token}",
        "Token {token} x",
        "Token={token}",
        "Token {token}!",
        "Token, Bearer {token}",
        "{token}",
        "Basic {token}",
    ]
]

METHODS = [
    Sample(method, path)
    for method in ("OPTIONS", "PATCH", "TRACE", "PROPFIND")
    for path in ("/users", "/articles/{mine}", "/articles/feed", "/nothing", "")
]
METHODS += [
    Sample("PUT", "/articles/feed", article()),
    Sample("DELETE", "/articles/feed"),
    Sample("DELETE", "/articles/feed", by=""),
    Sample("POST", "/articles/feed/comments", comment("x")),
    Sample("GET", "/articles/feed/comments"),
    Sample("POST", "/articles/feed"),
    Sample("OPTIONS", "/user", headers={"Origin": "https://elsewhere.example"}),
    Sample("GET", "/tags", headers={"Origin": "https://elsewhere.example"}),
]

WRITES = [
    Sample("POST", "/users", user(username="{new}", email="{new}@E.org", password="12345678")),
    Sample("POST", "/users", user(username="{new}", email="É{new}@ß.org", password="12345678")),
    Sample("POST", "/users", user(username="{ME}", email="{new}@e.org", password="12345678")),
    Sample("POST", "/users", user(username="{me}", email="{me}@example.org", password="12345678")),
    Sample("POST", "/users", user(username="é{new}", email="{new}@e.org", password="12345678")),
    Sample("POST", "/users", user(username="{new}", email="@{new}", password="12345678")),
    Sample("POST", "/users", user(username="{new}", email="{new} @e.org", password="12345678")),
    Sample("POST", "/users", user(username="{new}", email="{new}@e.org", password=" " * 8)),
    Sample("POST", "/users", user(username=" ", email="\0", password="x")),
    Sample("POST", "/users", user(username=1, email=None)),
    Sample("POST", "/users/login", user(email="{me}@EXAMPLE.org", password="{password}")),
    Sample("POST", "/users/login", user(email=" {me}@example.org", password="{password}")),
    Sample("POST", "/users/login", user(email="{me}@example.org", password="wrong")),
    Sample("POST", "/users/login", user(email="", password=None)),
    Sample("PUT", "/user", user()),
    Sample("PUT", "/user", user(bio="", image=" ")),
    Sample("PUT", "/user", user(bio="  B ", image="javascript:alert(1)", x=1)),
    Sample("PUT", "/user", user(username="{other}", email="{other}@example.org")),
    Sample("PUT", "/user", user(username=None, email="x", password="short", bio=1, image=[])),
    Sample("POST", "/profiles/{me}/follow"),
    Sample("POST", "/profiles/{other}/follow"),
    Sample("DELETE", "/profiles/{other}/follow"),
    Sample("POST", "/profiles/{other}/follow", by=""),
    Sample("POST", "/articles", article()),
    Sample("POST", "/articles", article(tagList=["B", "a", "é", "Z", " a", "A", "a,b", "日本"])),
    Sample("POST", "/articles", article(tagList=["x"] * 21)),
    Sample("POST", "/articles", article(tagList=[f"{n}" for n in range(21)])),
    Sample("POST", "/articles", article(tagList=["ok", "", "a/b", 1, None, "x" * 65, "\0"])),
    Sample("POST", "/articles", article(tagList=None)),
    Sample("POST", "/articles", article(title="{title}")),
    Sample("POST", "/articles", article(title="Ünï {new} ß Ж 日 & &amp; <b> a_b c'd e.f 1,000")),
    Sample("POST", "/articles", article(title="x" * 256, description="", body=1)),
    Sample("POST", "/articles", article(slug="x", favoritesCount=3)),
    Sample("PUT", "/articles/{mine}", article()),
    Sample("PUT", "/articles/{mine}", article(title="{title}!", tagList=[])),
    Sample("PUT", "/articles/{mine}", {"article": {}}),
    Sample("PUT", "/articles/{mine}", {"article": {"title": None, "tagList": "x"}}),
    Sample("PUT", "/articles/{theirs}", article()),
    Sample("PUT", "/articles/no-such-article", b"{"),
    Sample("DELETE", "/articles/{mine}"),
    Sample("DELETE", "/articles/{theirs}"),
    Sample("DELETE", "/articles/no-such-article", by=""),
    Sample("POST", "/articles/{theirs}/favorite"),
    Sample("DELETE", "/articles/{theirs}/favorite"),
    Sample("POST", "/articles/{mine}/favorite", b"ignored", headers=PLAIN),
    Sample("POST", "/articles/{theirs}/comments", comment("\u2028 <b>&amp;</b> 🙂")),
    Sample("POST", "/articles/{mine}/comments", comment(" ")),
    Sample("DELETE", "/articles/{mine}/comments/{comment}"),
    Sample("DELETE", "/articles/{mine}/comments/{their_comment}"),
    Sample("DELETE", "/articles/{theirs}/comments/{comment}"),
    Sample("DELETE", "/articles/{mine}/comments/0{comment}"),
    Sample("DELETE", "/articles/{mine}/comments/x"),
]

BODIES = [
    Sample("PUT", "/user", body)
    for body in [
        b"",
        b" ",
        b"{",
        b"[]",
        b"null",
        b'{"user": null}',
        b'{"user": []}',
        b'{"user": {"bio": "1", "bio": "2"}}',
        b'{"user": {}, "user": {"bio": 1}}',
        b'\xef\xbb\xbf{"user": {}}',
        b'{"user": {"bio": "\\ud83d\\ude42"}}',
        b'{"user": {"bio": "\\ud83d"}}',
        b'{"user": {"bio": 1e400}}',
        b'{"user": {"bio": 123456789012345678901234567890}}',
        b'{"user": {"bio": "\\u0000"}}',
        b'{"user": {"bio": "\x7f"}}',
        b'{"user": {"bio": "\n"}}',
    ]
]
# A server may close the connection on a body that it will not read, so the client does it first.
HANG_UP = {"Connection": "close"}
BODIES += [Sample("PUT", "/user", b"x" * 2_000_001, headers=HANG_UP)]
BODIES += [
    Sample("PUT", "/user", b"{}", headers={"Content-Type": media_type})
    for media_type in [
        "",
        "text/plain",
        "application/json;",
        "application/json; charset=latin-1",
        "application/json, text/plain",
        "APPLICATION/JSON",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
    ]
]

SAMPLES = [*READS, *ODD_READS, *SCHEMES, *METHODS, *WRITES, *BODIES]
