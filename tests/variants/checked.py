"""Variants watched by a validator: ``tests.variants.checked:raw_asgi`` and so on, as factories.

A server starts them in the place of the variants' own factories. What breaks the rules of WSGI or
ASGI is a traceback in its log. This runs in the environments of variants: it imports nothing but
the standard library and the registry.
"""

from functools import partial
from pkgutil import resolve_name
from wsgiref import validate

from tests.variants import asgi_validator
from variants import VARIANTS

VALIDATORS = {"wsgi": validate.validator, "asgi": asgi_validator.validator}

# It wants a type of every body, if an empty one, and none of a 204. WSGI does not (PEP 3333).
validate.check_content_type = lambda status, headers: None


def __getattr__(name):
    """Return the factory of the variant of that name (PEP 562)."""
    if name not in VARIANTS:
        raise AttributeError(name)
    return partial(create, VARIANTS[name])


def create(variant):
    """Create a variant's application, and have it watched."""
    return VALIDATORS[variant.interface](resolve_name(variant.factory)())
