"""The Chromium of this machine, as Playwright drives it: no browser is downloaded."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = "no Chromium here: install one, with `apt-get install chromium` on Debian and Ubuntu"


def find() -> str | None:
    """Return the path of the browser, or None where there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def launched(executable: str) -> Iterator[Browser]:
    """Run the browser without a window for as long as the block lasts."""
    # Chromium's sandbox refuses to be run by root, which is who runs things in a container.
    options = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=options)
        yield browser
        browser.close()
