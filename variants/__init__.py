"""The registry of variants: one application, written once per way of serving Python on the web.

Everything that handles variants (deployments, tests, benchmarks) knows them through this table and
over HTTP, never by importing them. It imports nothing but the standard library, so that it can be
read from an environment in which no variant could run.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class Variant:
    """One way of writing the application.

    ``factory`` is ``module:callable``, as servers take it; called without arguments it reads its
    settings from the environment. ``lacks`` names what the variant cannot do, each with its reason.
    """

    name: str
    interface: Literal["wsgi", "asgi"]
    summary: str
    lacks: Mapping[str, str] = field(default_factory=dict)

    @property
    def factory(self) -> str:
        return f"variants.{self.name}:create_app"


VARIANTS: dict[str, Variant] = {
    variant.name: variant
    for variant in (
        Variant(
            name="flask_sync",
            interface="wsgi",
            summary="Flask as most people write it",
        ),
        Variant(
            name="flask_async",
            interface="wsgi",
            summary="Flask with async def views, each run in an event loop of its own",
        ),
        Variant(
            name="quart_async",
            interface="asgi",
            summary="Quart: the same application, async all the way down",
        ),
        Variant(
            name="werkzeug_sync",
            interface="wsgi",
            summary="Werkzeug without Flask: its URL map, requests, responses and errors",
        ),
        Variant(
            name="raw_wsgi",
            interface="wsgi",
            summary="no framework: the environ, start_response and an iterable of bytes",
        ),
        Variant(
            name="raw_asgi",
            interface="asgi",
            summary="no framework: the scope, receive and send",
        ),
    )
}
