"""Pictures of the pages to look at: ``python -m tests.browser.screenshots DIRECTORY``."""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page

from deployments.launch import Deployment, prepare, running
from shared.seed import EMAIL, PASSWORD, Amounts
from tests.browser import chromium
from tests.browser.acts import send_login
from tests.browser.watch import window
from variants import VARIANTS

SIZES = {"wide": {"width": 1280, "height": 800}, "phone": {"width": 375, "height": 812}}
READER = EMAIL.partition("@")[0]
FOR_READERS = {
    "home": "/",
    "tag": "/tag/flask?page=2",
    "profile": f"/profile/{READER}",
    "settings": "/settings",
    "new-article": "/editor",
    "error": "/nowhere",
}


def main() -> int:
    """Serve a variant with sample data, and take pictures of its pages; return the exit code."""
    parser = argparse.ArgumentParser(prog="screenshots", description=__doc__.partition(":")[0])
    parser.add_argument("directory", type=Path)
    parser.add_argument("--variant", choices=VARIANTS, default=next(iter(VARIANTS)))
    options = parser.parse_args()
    if chromium.find() is None:
        parser.error(chromium.MISSING)
    options.directory.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder, chromium.launched() as browser:
        url = f"sqlite:///{folder}/pages.sqlite3"
        prepare(url, Amounts(users=20, articles=200))
        with running(Deployment(options.variant, url)) as process:
            for name, size in SIZES.items():
                with window(browser, process.url, viewport=size) as page:
                    take_all(page, options.directory, name)
    return 0


def take_all(page: Page, directory: Path, size: str) -> None:
    """Take pictures of all pages, first as nobody and then as the first reader."""

    def take(name: str) -> None:
        page.screenshot(path=directory / f"{name}-{size}.png", full_page=True)

    page.goto("/login")
    send_login(page, EMAIL, "a wrong password")
    page.locator("ul.error-messages").wait_for()
    take("login")
    send_login(page, EMAIL, PASSWORD)
    page.locator("img.user-pic").wait_for()
    for name, path in FOR_READERS.items():
        page.goto(path)
        take(name)
    page.goto(f"/profile/{READER}")
    page.locator("a.preview-link").first.click()
    page.locator(".article-page").wait_for()
    take("article")
    page.get_by_role("link", name="Edit Article").first.click()
    page.locator(".editor-page").wait_for()
    take("editor")


if __name__ == "__main__":
    sys.exit(main())
