"""What every Jinja environment of the project is told: where templates lie, and the filters.

Each variant brings the environment, a sync or an async one, and the names that are about a request:
``current_user``, ``url_for``, ``csrf_token``, ``get_flashed_messages`` and ``here``.
"""

from pathlib import Path
from typing import Any

TEMPLATES = Path(__file__).with_name("templates")

MONTHS = (
    "January February March April May June July August September October November December"
).split()


def prepare(environment: Any) -> None:
    """Give a Jinja environment the filters, and have it leave no blank lines."""
    environment.trim_blocks = True
    environment.lstrip_blocks = True
    environment.filters |= {"date": date, "picture": picture}


def date(instant: str) -> str:
    """Return the day of a time of the API, as people write it: January 31, 2026."""
    year, month, day = instant[:10].split("-")  # a datetime that is only printed costs 5 µs
    return f"{MONTHS[int(month) - 1]} {int(day)}, {year}"


def picture(url: str | None, default: str) -> str:
    """Return the address of a picture, if it is one of the web (RFC 9110, section 4.2)."""
    return url if url and url.lower().startswith(("http://", "https://")) else default
