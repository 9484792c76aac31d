"""A server without a socket: it calls an ASGI application, and shows every message.

What a client would never send, and a real server would not let through, can be tried here.
"""

import asyncio
import json

from tests.contract.client import newcomer
from tests.variants.asgi_validator import validator

LARGEST = 2_000_000
JSON = (b"content-type", b"application/json")


class Client:
    """One connection: the messages that it has for the application, and those that it was sent."""

    def __init__(self, *messages):
        self.messages = list(messages)
        self.sent = []
        self.has_left = asyncio.Event()

    async def receive(self):
        """Give the next message; after the last one the client is silent until it leaves."""
        if self.messages:
            return self.messages.pop(0)
        await self.has_left.wait()
        return {"type": "http.disconnect"}

    def leave(self):
        """Close the connection."""
        self.has_left.set()

    async def send(self, message):
        """Take a message."""
        self.sent.append(message)

    @property
    def status(self):
        return self.sent[0]["status"]

    @property
    def headers(self):
        return {name.decode(): value.decode() for name, value in self.sent[0]["headers"]}

    @property
    def pieces(self):
        return [message["body"] for message in self.sent[1:]]

    @property
    def body(self):
        return b"".join(self.pieces)


class Site:
    """The application, and how a server would ask it."""

    def __init__(self, app):
        self.app = app
        self.validated = validator(app)

    async def ask(self, method, path, *messages, headers=(), **scope):
        """Send a request whose body comes in these messages, or else has nothing in it."""
        client = Client(*(messages or in_pieces(b"")))
        await self.serve(client, method=method, path=path, headers=list(headers), **scope)
        return client

    async def serve(self, client, **scope):
        """Have the application serve a client."""
        defaults = {"type": "http", "query_string": b"", "headers": []}
        await self.validated(defaults | scope, client.receive, client.send)

    async def register(self, *messages, headers=()):
        """Register somebody, with a body that comes in these messages."""
        return await self.ask("POST", "/api/users", *messages, headers=[JSON, *headers])

    async def authorization(self):
        """Return the header that names somebody new."""
        client = await self.register(*in_pieces(body_of(newcomer())))
        token = json.loads(client.body)["user"]["token"]
        return b"authorization", f"Token {token}".encode()

    async def has(self, user):
        """Tell whether there is a user."""
        return (await self.ask("GET", f"/api/profiles/{user['username']}")).status == 200


def in_pieces(body, size=LARGEST):
    """Return the messages of a body that comes in pieces."""
    pieces = [body[start : start + size] for start in range(0, len(body), size)] or [b""]
    messages = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
    messages[-1]["more_body"] = False
    return messages


def body_of(user):
    """Return the body that registers a user."""
    return json.dumps({"user": user}).encode()


class Server:
    """A server that starts and stops, and what it is told."""

    def __init__(self, app):
        self.events = asyncio.Queue()
        self.replies = asyncio.Queue()
        self.task = asyncio.ensure_future(
            validator(app)({"type": "lifespan"}, self.events.get, self.replies.put)
        )

    async def tell(self, event):
        """Tell the application of an event, and return its reply."""
        await self.events.put({"type": f"lifespan.{event}"})
        return await self.replies.get()
