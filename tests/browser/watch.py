"""A window of the browser, and what must not happen in it, whatever the story is about."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Error,
    Page,
    Request,
    Response,
    WebError,
    expect,
)

PATIENCE = 10_000  # milliseconds to wait for what should be there at once
# Chromium says so of every answer of 400 or more; which of them are troubles is decided here.
ANSWERED = "Failed to load resource: the server responded with a status of"

expect.set_options(timeout=PATIENCE)


@contextmanager
def window(browser: Browser, site: str, **options: object) -> Iterator[Page]:
    """Open a window that shares nothing with others; at its end, nothing may have gone wrong."""
    with browser.new_context(base_url=site, **options) as context:
        context.set_default_timeout(PATIENCE)
        watch = Watch(context, site)
        yield context.new_page()
    assert watch.troubles == []


class Watch:
    """Notes all that goes wrong in the pages of a browser.

    That is: a request to another host, an error of the server, a file that is missing, a script
    that fails, and what the console warns of, such as what the Content-Security-Policy refused.
    Nor does the site open dialogs: one that opens was opened by something that somebody wrote.
    """

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.host = urlsplit(site).netloc
        self.troubles: list[str] = []
        context.on("request", self.request)
        context.on("response", self.response)
        context.on("console", self.console)
        context.on("weberror", self.error)
        context.on("dialog", self.dialog)

    def request(self, request: Request) -> None:
        if urlsplit(request.url).netloc != self.host:
            self.troubles.append(f"another site is asked: {request.url}")

    def response(self, response: Response) -> None:
        is_page = response.request.resource_type == "document"
        if response.status >= (500 if is_page else 400):
            self.troubles.append(f"{response.status} for {response.url}")

    def console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(ANSWERED):
            self.troubles.append(f"{message.type} in the console: {message.text}")

    def error(self, error: WebError) -> None:
        self.troubles.append(f"a script failed: {error.error}")

    def dialog(self, dialog: Dialog) -> None:
        self.troubles.append(f"a dialog opened: {dialog.message}")
        with suppress(Error):  # the page may be gone by now, and the dialog with it
            dialog.dismiss()
