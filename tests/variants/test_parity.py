"""The variants are written alike: the same modules, the same handlers in the same order."""

import ast
from pathlib import Path

import pytest

from variants import VARIANTS

FOLDER = Path(__file__).parents[2] / "variants"
MODEL, *OTHERS = VARIANTS
METHODS = {"get", "post", "put", "delete", "route"}
HANDLERS = {"api": 20, "pages": 18}  # which modules answer requests, with how many handlers


def modules(variant):
    """Return the names of a variant's files that others must have too."""
    return {path.name for path in (FOLDER / variant).glob("*.py")} | {"README.md"}


def functions(variant, module):
    """Return the functions of one of a variant's modules, in their order."""
    tree = ast.parse((FOLDER / variant / f"{module}.py").read_text(encoding="utf-8"))
    return [n for n in tree.body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


def is_view(function):
    """Tell whether a blueprint knows a function as the view of a route."""
    calls = [d.func for d in function.decorator_list if isinstance(d, ast.Call)]
    return any(isinstance(call, ast.Attribute) and call.attr in METHODS for call in calls)


def routed(variant, module):
    """Return the names of a module's functions to which a variant's own table of routes leads."""
    tree = ast.parse((FOLDER / variant / "routes.py").read_text(encoding="utf-8"))
    attributes = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    return {a.attr for a in attributes if isinstance(a.value, ast.Name) and a.value.id == module}


def handlers(variant, module):
    """Return the names and docstrings of the functions that answer requests."""
    if (FOLDER / variant / "routes.py").exists():
        names = routed(variant, module)
    else:
        names = {function.name for function in functions(variant, module) if is_view(function)}
    return described(f for f in functions(variant, module) if f.name in names)


def described(functions):
    """Return the names and docstrings of functions."""
    return [(function.name, ast.get_docstring(function)) for function in functions]


def test_every_folder_is_in_the_registry():
    folders = {path.parent.name for path in FOLDER.glob("*/__init__.py")}
    assert folders == set(VARIANTS)


@pytest.mark.parametrize(("module", "least"), HANDLERS.items())
def test_there_is_a_handler_for_every_endpoint(module, least):
    assert len(handlers(MODEL, module)) >= least


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_variant_has_at_least_the_modules_of_the_first(variant):
    present = {path.name for path in (FOLDER / variant).iterdir()}
    assert modules(MODEL) <= present


@pytest.mark.parametrize("module", HANDLERS)
@pytest.mark.parametrize("variant", VARIANTS)
def test_the_docstring_of_a_handler_is_one_line(variant, module):
    for name, docstring in handlers(variant, module):
        assert docstring, f"{name} says nothing"
        assert "\n" not in docstring, f"{name} says too much"


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_factory_is_there(variant):
    tree = ast.parse((FOLDER / variant / "__init__.py").read_text(encoding="utf-8"))
    assert "create_app" in {getattr(node, "name", "") for node in tree.body}


@pytest.mark.parametrize("module", HANDLERS)
@pytest.mark.parametrize("variant", OTHERS)
def test_a_variant_has_the_same_handlers_in_the_same_order_with_the_same_words(variant, module):
    assert handlers(variant, module) == handlers(MODEL, module)


@pytest.mark.parametrize("variant", OTHERS)
def test_a_variant_asks_the_database_by_functions_of_the_same_names(variant):
    assert described(functions(variant, "store")) == described(functions(MODEL, "store"))
