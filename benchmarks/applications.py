"""What is measured in process: the variants, and references beside which they are read."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pkgutil import resolve_name
from typing import Any, Literal

from shared.settings import Settings
from variants import VARIANTS, Variant

from . import floor, null, session
from .callers import CALLERS, Caller
from .endpoints import ENDPOINTS, HOME_JSON, NULL


@dataclass(frozen=True)
class Application:
    """An application, the endpoints that it has, and the function that creates it."""

    name: str
    interface: Literal["wsgi", "asgi"]
    create: Callable[[Settings], Any]
    endpoints: Collection[str] = (*ENDPOINTS, HOME_JSON)


def _of(variant: Variant) -> Application:
    def create(settings: Settings) -> Any:
        # Found when it is created: who only reads the table needs no framework.
        return resolve_name(variant.factory)(settings)

    return Application(variant.name, variant.interface, create)


REFERENCES = (
    Application("floor", "wsgi", floor.create_app, ["list", "article", "tags"]),
    Application("orm_session", "wsgi", session.create_app, ["list"]),
    *(
        Application(f"null_{name}", variant.interface, getattr(null, name), [NULL])
        for name, variant in VARIANTS.items()
    ),
)

APPLICATIONS: Mapping[str, Application] = {
    application.name: application for application in (*REFERENCES, *map(_of, VARIANTS.values()))
}


def cells(variants: Collection[str], endpoints: Collection[str]) -> list[tuple[str, str]]:
    """Return the endpoints and the names of the applications that a run is about, as pairs."""
    return [
        (endpoint, application.name)
        for endpoint in endpoints
        for application in APPLICATIONS.values()
        if endpoint in application.endpoints
        and (application.name in variants or application.name not in VARIANTS)
    ]


@contextmanager
def called(names: Collection[str], settings: Settings) -> Iterator[dict[str, Caller]]:
    """Create applications over one database, to be called for as long as the block lasts."""
    with ExitStack() as stack:
        callers = {}
        for name in names:
            application = APPLICATIONS[name]
            callers[name] = CALLERS[application.interface](application.create(settings))
            stack.callback(callers[name].close)
        yield callers
