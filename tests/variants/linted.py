"""WSGI variants watched by Werkzeug: ``tests.variants.linted:raw_wsgi`` and so on, as factories.

A server starts them in the place of the variants' own factories, and every warning is an error in
its log. This runs in the environments of variants that have Werkzeug.
"""

import warnings
from functools import partial
from pkgutil import resolve_name

from werkzeug.middleware.lint import HTTPWarning, LintMiddleware, WSGIWarning

from variants import VARIANTS

# What HTTP wanted once: RFC 9110 lets Location be relative (section 10.2.2), and wants no length
# beside a 204 (section 8.6).
OUTDATED = ["Absolute URLs required", "204 responses must have an empty content length"]


def __getattr__(name):
    """Return the factory of the variant of that name (PEP 562)."""
    if name not in VARIANTS:
        raise AttributeError(name)
    return partial(create, VARIANTS[name])


def create(variant):
    """Create a variant's application, and have Werkzeug watch it."""
    warnings.simplefilter("error", HTTPWarning)
    warnings.simplefilter("error", WSGIWarning)
    for message in OUTDATED:
        warnings.filterwarnings("ignore", message)
    app = resolve_name(variant.factory)()
    linted = LintMiddleware(app)

    def but_head(environ, start_response):
        # It takes the length that HEAD has in common with GET for a mistake.
        return (app if environ["REQUEST_METHOD"] == "HEAD" else linted)(environ, start_response)

    return but_head
