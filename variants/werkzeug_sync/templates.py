"""The pages as text: Jinja, and what a template may call.

What is about a request is given to a template as names, all but ``url_for``: a macro sees no names
of the page that imports it, only what is global. So ``url_for`` has to find by itself where this
request has the application mounted, in a context variable, of which each thread (or greenlet, or
task) has its own. Flask's proxies are made of nothing else.
"""

from contextvars import ContextVar
from functools import partial

import jinja2

from shared import jinja
from shared.sessions import get_flashed_messages

from .sessions import csrf_token, here

_root = ContextVar("root")


def make_environment(build_url) -> jinja2.Environment:
    """Return what compiles the templates, and keeps them."""

    def url_for(endpoint: str, **values: object) -> str:
        return build_url(_root.get(), endpoint, **values)

    loader = jinja2.FileSystemLoader(jinja.TEMPLATES)
    environment = jinja2.Environment(loader=loader, autoescape=True, auto_reload=False)
    jinja.prepare(environment)
    environment.globals["url_for"] = url_for
    return environment


def render_template(request, template, /, **names) -> str:
    """Return a page: a template, filled in with names and with those that all pages have."""
    _root.set(request.root_path)
    return request.app.templates.get_template(template).render(
        current_user=request.viewer,
        csrf_token=partial(csrf_token, request),
        get_flashed_messages=partial(get_flashed_messages, request.session),
        here=here(request),
        **names,
    )
