"""The Chromium of this machine, as Playwright drives it: no browser is downloaded."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserType, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = "there is no Chromium here: apt-get install chromium (Debian), or install Google Chrome"


def find() -> str | None:
    """Return the path of the browser, or None where there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def launched() -> Iterator[Browser]:
    """Run the browser, without a window on the screen, for as long as the block lasts."""
    with sync_playwright() as playwright, launch(playwright.chromium) as browser:
        yield browser


def launch(chromium: BrowserType, **options: object) -> Browser:
    """Start the browser, which must be there."""
    # Chromium's sandbox refuses root, and root is who runs things in a container.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    return chromium.launch(executable_path=find(), args=arguments, **options)
