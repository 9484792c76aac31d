"""Applications are called as servers call them."""

from contextlib import closing
from wsgiref.validate import validator

from benchmarks.callers import ASGICaller, WSGICaller
from benchmarks.endpoints import Target

TARGET = Target("/api/articles", "limit=20")


def test_a_wsgi_application_is_called_by_the_rules():
    def app(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [environ["PATH_INFO"].encode(), b"?", environ["QUERY_STRING"].encode()]

    assert WSGICaller(validator(app)).call(TARGET) == (200, b"/api/articles?limit=20")


def test_what_a_wsgi_application_returns_is_closed_after_every_request():
    closed = []

    class Pieces(list):
        def close(self):
            closed.append(self)

    def app(environ, start_response):
        start_response("200 OK", [])
        return Pieces([b"tags"])

    WSGICaller(app).call(TARGET, times=3)
    assert len(closed) == 3


def test_an_asgi_application_is_started_called_and_stopped():
    seen = []

    async def app(scope, receive, send):
        if scope["type"] == "lifespan":
            while seen[-1:] != ["lifespan.shutdown"]:
                seen.append((await receive())["type"])
                await send({"type": f"{seen[-1]}.complete"})
            return
        seen.append(scope["path"] + "?" + scope["query_string"].decode())
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"ta", "more_body": True})
        await send({"type": "http.response.body", "body": b"gs"})

    with closing(ASGICaller(app)) as caller:
        assert caller.call(TARGET, times=2) == (200, b"tags")
    path = "/api/articles?limit=20"
    assert seen == ["lifespan.startup", path, path, "lifespan.shutdown"]
