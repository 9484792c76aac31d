"""What requests need to know of a server that was started elsewhere, asked of the server itself."""

import json
import re
from dataclasses import replace
from typing import Any

from .. import BenchmarkError
from ..answers import ask
from . import login
from .scenario import Request, Site

STYLESHEET = re.compile(r'<link rel="stylesheet" href="([^"]+)"')


def site_at(url: str) -> Site:
    """Look up a server that has the sample data; raises BenchmarkError if it has not."""
    (entry,) = login.requests(Site("", "", "", ""))
    total = _json(url, Request("GET", "/api/articles?limit=1"))["articlesCount"]
    newest, oldest = (_slug(url, offset) for offset in (0, max(total - 1, 0)))
    page = ask(url, Request("GET", "/")).body.decode(errors="replace")
    style_sheet = STYLESHEET.search(page)
    return Site(
        newest=newest,
        oldest=oldest,
        token=_json(url, replace(entry, varying=()))["user"]["token"],
        stylesheet=style_sheet[1] if style_sheet else "/",
    )


def _slug(url: str, offset: int) -> str:
    found = _json(url, Request("GET", f"/api/articles?limit=1&offset={offset}"))["articles"]
    if not found:
        raise BenchmarkError(f"{url} has no article: it is measured with the sample data")
    return str(found[0]["slug"])


def _json(url: str, request: Request) -> Any:
    answer = ask(url, request)
    if answer.status != request.status:
        what = f"{request.method} {request.path} with {answer.status}, not {request.status}"
        raise BenchmarkError(f"{url} answers {what}: it is measured with the sample data")
    return json.loads(answer.body)
