"""A client of the API under test: what the stories of the contract are told with."""

import secrets
from dataclasses import dataclass, replace

import httpx2

PASSWORD = "correct horse battery staple"


def unique(word: str) -> str:
    """Return a name that nobody else has, also on a server that was in use before."""
    return f"{word}-{secrets.token_hex(5)}"


@dataclass(frozen=True)
class Api:
    """The API as one user meets it, or as nobody does."""

    http: httpx2.Client
    username: str = ""
    email: str = ""
    token: str = ""
    authorization: str | bytes = ""

    def authorized(self, authorization: str | bytes) -> "Api":
        """Return the same client with this Authorization header."""
        return replace(self, authorization=authorization)

    def signed_in(self, user: dict) -> "Api":
        """Return the client of this user, as the API described them."""
        token = user["token"]
        return Api(self.http, user["username"], user["email"], token, f"Token {token}")

    def register(self, word: str = "ann", **fields: object) -> "Api":
        """Register somebody new and return their client."""
        response = self.post("/users", {"user": newcomer(word) | fields})
        assert response.status_code == 201, response.text
        return self.signed_in(response.json()["user"])

    def publish(self, **fields: object) -> dict:
        """Publish an article and return it."""
        response = self.post("/articles", {"article": draft() | fields})
        assert response.status_code == 201, response.text
        return response.json()["article"]

    def read(self, slug: str) -> dict:
        """Return an article as this reader sees it."""
        response = self.get(f"/articles/{slug}")
        assert response.status_code == 200, response.text
        return response.json()["article"]

    def revise(self, slug: str, **fields: object) -> dict:
        """Change an article and return it."""
        response = self.put(f"/articles/{slug}", {"article": fields})
        assert response.status_code == 200, response.text
        return response.json()["article"]

    def comment(self, slug: str, body: str = "Well said.") -> dict:
        """Comment on an article and return the comment."""
        response = self.post(f"/articles/{slug}/comments", {"comment": {"body": body}})
        assert response.status_code == 201, response.text
        return response.json()["comment"]

    def get(self, path: str, **params: object) -> httpx2.Response:
        """Read a path."""
        return self.send("GET", path, params=params or None)

    def post(self, path: str, body: object = None) -> httpx2.Response:
        """Post a JSON body, or none."""
        return self.send("POST", path, json=body)

    def put(self, path: str, body: object = None) -> httpx2.Response:
        """Put a JSON body, or none."""
        return self.send("PUT", path, json=body)

    def delete(self, path: str) -> httpx2.Response:
        """Delete a path."""
        return self.send("DELETE", path)

    def send(
        self, method: str, path: str, headers: dict | None = None, **options: object
    ) -> httpx2.Response:
        """Send any request: `content` for raw bytes or, chunked, for a generator of them."""
        headers = headers or {}
        if self.authorization:
            headers = {"Authorization": self.authorization} | headers
        return self.http.request(method, f"/api{path}", headers=headers, **options)


@dataclass(frozen=True)
class Stage:
    """Ann's article with a comment of hers, set once for stories that change nothing in it."""

    api: Api
    ann: Api
    bob: Api
    slug: str
    comment_id: int

    def path(self, template: str) -> str:
        """Fill in a path of the table."""
        return template.format(username=self.ann.username, slug=self.slug, id=self.comment_id)


def newcomer(word: str = "ann") -> dict:
    """Return the fields of somebody who is not registered yet."""
    name = unique(word)
    return {"username": name, "email": f"{name}@example.org", "password": PASSWORD}


def draft() -> dict:
    """Return the fields of an article that is not published yet."""
    return {"title": unique("A title"), "description": "What it says", "body": "All of it."}
