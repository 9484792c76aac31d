"""Requests of every kind to one server, for those who watch what it does."""

from pathlib import Path

import httpx2
import pytest

from deployments.launch import Deployment, running
from tests.conftest import SETTINGS, TROUBLE
from tests.contract.client import Api
from tests.pages.client import Browser
from tests.pages.site import FORMS, PAGES, Sent, Stage, View
from tests.variants.samples import SAMPLES
from tests.variants.test_same_answer import ask, set_scene
from variants import Variant

CONDITIONS = [
    {},
    {"If-None-Match": "*"},
    {"If-Match": '"another"'},
    {"Range": "bytes=0-9"},
    {"Range": "bytes=999999-"},
]


def tour_of_watched(
    factory: str, environment_of: str, database_url: str, log: Path, patch: pytest.MonkeyPatch
) -> None:
    """Serve a variant that is watched, send it requests, and read what its watcher says.

    The factory creates it; it runs in the environment of that variant, or of another one.
    """
    patch.setattr(Variant, "factory", factory)
    deployment = Deployment(environment_of, database_url=database_url, environment=SETTINGS)
    try:
        with running(deployment, log=log) as process:
            tour(process.url)
    finally:
        told = log.read_text(errors="replace")
        assert not TROUBLE.search(told), told[-20_000:]


def tour(address: str) -> None:
    """Send all the samples to the API, ask for every page, and send every form."""
    # Each request has a connection of its own: a server may drop one whose body it has not read.
    limits = httpx2.Limits(max_keepalive_connections=0)
    with httpx2.HTTPTransport(limits=limits, trust_env=False) as transport:
        ask_the_api(Browser.new(address, transport).api)
        visit_the_pages(set_stage(address, transport))
        for form in FORMS:
            send_form(set_stage(address, transport), form)


def ask_the_api(api: Api) -> None:
    """Send all the samples."""
    scene = set_scene(api)
    for sample in SAMPLES:
        ask(api, sample, scene)
        if sample.method == "DELETE":
            scene = set_scene(api)


def set_stage(address: str, transport: httpx2.HTTPTransport) -> Stage:
    """Set a scene, on which nobody, ann and bob have a browser each."""
    nobody, *users = [Browser.new(address, transport) for _ in range(3)]
    for number, browser in enumerate(users):
        api = browser.api.register("user")
        assert browser.log_in(api.email).status == 303
        users[number] = Browser(address, browser.http, api)
    return Stage.set(nobody, *users)


def visit_the_pages(stage: Stage) -> None:
    """Ask for every page and every static file, and for one that there is not."""
    for view in (*PAGES, View("/nothing")):
        for browser in (stage.nobody, stage.ann, stage.bob):
            for method in ("GET", "HEAD", "OPTIONS", "PUT"):
                browser.send(method, stage.fill_in(view.path))
    for element in stage.ann.read("/editor").all("link[href], script[src]"):
        for method in ("GET", "HEAD"):
            for headers in CONDITIONS:
                path = element.get("href") or element["src"]
                stage.nobody.send(method, path, headers=headers)


def send_form(stage: Stage, form: Sent) -> None:
    """Send a form three times: empty, as somebody who may not, and as it is meant."""
    shown = stage.shown(form).form(stage.fill_in(form.path))
    stage.by(form.by).post(shown.action)
    stage.nobody.submit(shown, **stage.typed(form))
    stage.by(form.by).submit(shown, **stage.typed(form))
