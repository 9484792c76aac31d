"""flask_async behind the adapter, with a view that counts what its event loop has run."""

import asyncio
from typing import Any

from deployments import adapters


def one_loop() -> Any:
    """Create the application; a server loads it from the variant's environment."""
    app = adapters.one_loop()
    app.add_url_rule("/turn", view_func=turn)
    return app


async def turn() -> str:
    """Return how often this has run in the same event loop."""
    loop: Any = asyncio.get_running_loop()
    loop.turns = getattr(loop, "turns", 0) + 1
    return str(loop.turns)
