"""Requests for pages, to be sent to every variant: {names} stand for what each one is given.

Many of them are about what the contract leaves open: there the variants must agree all the same.
"""

from dataclasses import dataclass, field

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Sample:
    """One request, by a user or by nobody.

    What is `typed` is sent as a form, with the user's token unless it brings its own.
    """

    method: str
    path: str
    by: str = "user"
    typed: dict[str, str] | bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.path} by {self.by}"


PATHS = [
    "/",
    "/?page=2",
    "/?page=1000",
    "/?feed=following",
    "/?feed=following&page=2",
    "/tag/{tag}",
    "/tag/{tag}?page=2",
    "/tag/{odd_tag}",
    "/tag/no-such-tag",
    "/login",
    "/register",
    "/settings",
    "/editor",
    "/editor/{mine}",
    "/editor/{theirs}",
    "/editor/no-such-article",
    "/article/{mine}",
    "/article/{theirs}",
    "/article/no-such-article",
    "/profile/{me}",
    "/profile/{other}",
    "/profile/{me}/favorites",
    "/profile/{other}/favorites?page=1",
    "/profile/nobody-at-all",
    "/logout",
    "/nothing",
    "/static/{digest}/{file}",
    "/static/x/{file}",
    "/api/nothing",
]
READS = [
    Sample(method, path, by)
    for method in ("GET", "HEAD")
    for path in PATHS
    for by in ("user", "nobody")
]

ODD_PATHS = [
    "/?", "/?x=1", "/?page=", "/?page=01", "/?page=+1", "/?page=1&page=2", "/?page=2&page=x",
    "/?page=0", "/?page=x", "/?page=%FF", "/?page=2;x=1", "/?PAGE=2", "/?page=999999999999999",
    "/?page=9999999999999999", "/?feed=", "/?feed=x", "/?feed=following&feed=x",
    "/?feed=x&feed=following", "/?x=%FF&y=%00&z=%zz&%C3%A9=<>'\"", "/?x=a+b%20c&&=&y", "/?a=b=c",
    "/tag/", "/tag/%20", "/tag/a%2Fb", "/tag/%FF", "/tag/%00", "/tag/%ED%A0%80", "/tag/;x=1",
    "/tag/{tag}/", "/tag/{tag}?page=2&x=%26%23", "/tag/é🙂", "/tag/a%0Ab", "/tag/%3Cb%3E&'\"",
    "/tag/:@!$&'()*+,;=~-._%25%5C%7C%5E%60", "/tag/..", "/tag/%2E%2E",
    "/Login", "/login/", "/./login", "/login/../settings", "/login%2F",
    "//", "///", "/%2F", "//login", "/%2Flogin", "//api/tags", "//static/{digest}/{file}",
    "/api//tags", "/api/", "/article//{mine}", "//evil.example/",
    "/login%00", "/login;x", "/settings?x=1", "/editor/", "/editor/{mine}/", "/editor/%FF",
    "/article/", "/article/{mine}/", "/article/{mine}%20", "/article/%FF", "/article/%00",
    "/article/{mine}/comments", "/article/{mine}/favorite", "/article/{mine}/comments/1/delete",
    "/profile/", "/profile/{me}/", "/profile/{me}%20", "/profile/.", "/profile/%FF",
    "/profile/{me}/favorites/", "/profile/{me}?page=0", "/profile/{me}/favorites?page=x",
    "/profile/{me}/follow", "/static", "/static/", "/static/{digest}", "/static/{digest}/",
    "/static/{digest}/nothing.css", "/static/{digest}/..%2Fsettings.py", "/static/None/x",
    "/static/{digest}/%FF", "/static/{digest}/{file}%00", "/static/{digest}/{file}/",
    "/static/{digest}/{file}?x=1", "/api", "/api/", "/apix", "/favicon.ico", "/robots.txt", "/%FF",
]  # fmt: skip
ODD_READS = [Sample("GET", path) for path in ODD_PATHS]
ODD_READS += [Sample("GET", path, "nobody") for path in ODD_PATHS if "feed" in path]

FILE = "/static/{digest}/{file}"
CONDITIONS = [
    Sample("GET", FILE, "nobody", headers=headers)
    for headers in [
        {"If-None-Match": '"{digest}"'},
        {"If-None-Match": 'W/"{digest}"'},
        {"If-None-Match": '"x", "{digest}"'},
        {"If-None-Match": "*"},
        {"If-None-Match": '"x"', "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"},
        {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"},
        {"If-Modified-Since": "Fri, 01 Jan 1999 00:00:00 GMT"},
        {"If-Modified-Since": "never"},
        {"Range": "bytes=0-9"},
        {"Range": "bytes=-9"},
        {"Range": "bytes=9-"},
        {"Range": "bytes=9999999-"},
        {"Range": "bytes=0-9999999"},
        {"Range": "bytes=0-9", "If-Range": '"{digest}"'},
        {"Range": "bytes=0-9", "If-Range": '"x"'},
        {"Range": "bytes=0-9", "If-None-Match": '"{digest}"'},
    ]
]

METHODS = [
    Sample(method, path, by)
    for method in ("OPTIONS", "PUT", "DELETE", "PATCH", "PROPFIND")
    for path, by in [
        ("/", "nobody"),
        ("/settings", "user"),
        ("/article/{mine}/favorite", "user"),
        ("/nothing", "user"),
        (FILE, "nobody"),
    ]
]
METHODS += [Sample("POST", path, typed={}) for path in ("/", "/tag/x", "/nothing", FILE)]

WRONG = {"csrf_token": "wrong"}
ARTICLE = {"title": "A title", "description": "D", "body": "B"}
FAILURES = [
    Sample("POST", path, by, typed)
    for path, by, typed in [
        ("/login", "nobody", {}),
        ("/login", "nobody", {"email": "{me}@EXAMPLE.org", "password": "wrong"}),
        ("/login", "nobody", WRONG | {"email": "<b>", "password": "x"}),
        ("/login", "user", {"email": "", "password": "x"}),
        ("/register", "nobody", {}),
        ("/register", "nobody", {"username": "{me}", "email": "{other}@example.org"}),
        ("/register", "user", {"username": "{me}", "email": "{other}@e.org", "password": "x" * 8}),
        ("/register", "user", {"username": "a b", "email": "é", "password": "\0"}),
        ("/settings", "user", {"username": "", "email": "", "bio": "\n x \r\n", "image": "<"}),
        ("/settings", "user", {"username": "{other}", "email": "{other}@example.org"}),
        ("/settings", "user", {"password": "short"}),
        ("/settings", "user", WRONG),
        ("/settings", "nobody", {"bio": "x"}),
        ("/editor", "user", {}),
        ("/editor", "user", ARTICLE | {"title": " ", "tags": "one", "new_tags": "two, three/"}),
        ("/editor", "user", WRONG | ARTICLE | {"new_tags": "a,,b , ,"}),
        ("/editor", "user", ARTICLE | {"body": "é" * 100_001}),
        ("/editor/{mine}", "user", {"title": "", "description": "\0", "body": "\r\n</textarea>"}),
        ("/editor/{mine}", "user", WRONG),
        ("/editor/{mine}", "nobody", ARTICLE),
        ("/editor/{theirs}", "user", ARTICLE),
        ("/editor/no-such-article", "user", ARTICLE),
        ("/article/{mine}/comments", "user", {"body": " "}),
        ("/article/{mine}/comments", "user", WRONG | {"body": "<b>\n"}),
        ("/article/{mine}/comments", "nobody", {"body": "x", "next": "/article/{mine}"}),
        ("/article/no-such-article/comments", "user", {"body": "x"}),
        ("/article/no-such-article/comments", "user", {"body": ""}),
        ("/article/{mine}/comments/{their_comment}/delete", "user", {}),
        ("/article/{theirs}/comments/{comment}/delete", "user", {}),
        ("/article/{mine}/comments/x/delete", "user", {}),
        ("/article/{mine}/comments/{comment}/delete", "user", WRONG),
        ("/article/{theirs}/delete", "user", {}),
        ("/article/no-such-article/delete", "user", {}),
        ("/article/{mine}/delete", "user", WRONG),
        ("/article/{mine}/favorite", "user", WRONG),
        ("/article/{mine}/favorite", "nobody", {"next": "//evil.example"}),
        ("/article/no-such-article/favorite", "user", {}),
        ("/article/%FF/unfavorite", "user", {}),
        ("/profile/{other}/follow", "user", WRONG),
        ("/profile/{other}/follow", "nobody", {}),
        ("/profile/nobody-at-all/unfollow", "user", {}),
        ("/logout", "user", WRONG),
        ("/logout", "nobody", {}),
        ("/settings", "user", b""),
        ("/settings", "user", b"=&&%00=%zz&bio=%zz%&username=%C3%A9"),
        ("/editor", "user", b"title=a&title=b&tags=x&tags=y&tags=x&new_tags=%2C"),
        ("/editor", "user", b"title=a+b%2Bc;description=x&body"),
        ("/login", "nobody", b"email=x;password=y&email=z"),
    ]
]
# A server may close the connection on a body that it will not read, so the client does it first.
HANG_UP = {"Connection": "close"}
FAILURES += [Sample("POST", "/logout", "user", b"x" * 2_000_001, HANG_UP)]
FAILURES += [
    Sample("POST", path, "user", ARTICLE, {"Content-Type": media_type})
    for path in ("/editor", "/article/{mine}/favorite")
    for media_type in ("application/json", "text/plain", "", "multipart/form-data", "x; y")
]

# What each user may do: each of these is tried on a scene of its own.
WRITES = [
    Sample("POST", path, "user", typed)
    for path, typed in [
        ("/login", {"email": "{me}@example.org", "password": "{password}"}),
        ("/login", {"email": "{ME}@EXAMPLE.org", "password": "{password}"}),
        ("/register", {"username": "{new}", "email": "{new}@E.org", "password": "12345678"}),
        ("/settings", {"username": "{new}", "email": "{new}@e.org"}),
        ("/settings", {"bio": " B\r\n\r\n", "image": "http://x", "x": "1"}),
        ("/settings", {}),
        ("/editor", ARTICLE | {"title": "{new}", "tags": "b", "new_tags": " a ,B,é, a"}),
        ("/editor", ARTICLE | {"title": "Ünï {new} & <b>", "body": "# H\r\n\r\n*x* <b>"}),
        ("/editor/{mine}", ARTICLE | {"title": "{title}", "tags": "x"}),
        ("/editor/{mine}", ARTICLE | {"title": "{new}"}),
        ("/editor/{mine}", {}),
        ("/article/{mine}/comments", {"body": " <b>\r\n "}),
        ("/article/{mine}/comments/{comment}/delete", {}),
        ("/article/{mine}/comments/0{comment}/delete", {}),
        ("/article/{mine}/delete", {"next": "/settings"}),
        ("/article/{theirs}/favorite", {"next": "/?page=2"}),
        ("/article/{theirs}/favorite", {"next": "//evil.example"}),
        ("/article/{theirs}/favorite", {"next": "/é %"}),
        ("/article/{theirs}/unfavorite", {"next": "/tag/é"}),
        ("/profile/{other}/follow", {"next": "/profile/{me}?a=b#c"}),
        ("/profile/{me}/follow", {}),
        ("/profile/{other}/unfollow", {"next": "\\"}),
        ("/logout", {}),
    ]
]
