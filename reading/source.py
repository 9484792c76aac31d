"""The code of a variant: its files, and the functions in them, found without importing it."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from itertools import zip_longest
from pathlib import Path
from textwrap import dedent

from variants import VARIANTS

from . import ReadingError
from .alignment import Row, align

FOLDER = Path(__file__).parents[1] / "variants"

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True)
class Part:
    """Some lines of a variant, the first of which has that number; none if it lacks this part."""

    title: str
    lines: tuple[str, ...] = ()
    first: int = 1


@dataclass(frozen=True)
class Pair:
    """A part of each of two variants, and the rows that show them side by side."""

    left: Part
    right: Part

    @cached_property
    def rows(self) -> list[Row]:
        return align(self.left.lines, self.right.lines)


@dataclass(frozen=True)
class Source:
    """The Python files of a variant: their texts by their names."""

    variant: str
    files: Mapping[str, str]

    @classmethod
    def read(cls, variant: str, folder: Path = FOLDER) -> "Source":
        """Read the files of a variant; raises ReadingError when there is none of that name."""
        if variant not in VARIANTS:
            otherwise = f"there are {', '.join(VARIANTS)}"
            raise ReadingError(_unknown("variant", variant, list(VARIANTS), otherwise))
        paths = sorted((folder / variant).glob("*.py"))
        return cls(variant, {path.name: path.read_text(encoding="utf-8") for path in paths})

    def file(self, name: str) -> Part:
        """Return a file, or a part without lines if there is none of that name."""
        if name not in self.files:
            return self.nothing(name)
        return Part(f"{self.variant}/{name}", tuple(self.files[name].splitlines()))

    def nothing(self, name: str) -> Part:
        """Return the part that stands for what a variant does not have."""
        return Part(f"{self.variant} has no {name}")

    def summary(self, name: str) -> str:
        """Return the first line of a file's docstring."""
        return (ast.get_docstring(self._parse(name)) or "").partition("\n")[0]

    @cached_property
    def functions(self) -> dict[str, Part]:
        """Functions, classes and methods by their paths: ``api.get_article``.

        Each begins at its first decorator, and at the edge. Raises ReadingError when a file is not
        Python.
        """
        parts = {}
        for name, text in self.files.items():
            lines = text.splitlines()
            for path, node in _definitions(self._parse(name)):
                first = min(part.lineno for part in (node, *node.decorator_list))
                code = dedent("\n".join(lines[first - 1 : node.end_lineno])).splitlines()
                title = f"{self.variant}/{name}: {path}"
                parts[f"{Path(name).stem}.{path}"] = Part(title, tuple(code), first)
        return parts

    def named(self, name: str) -> dict[str, Part]:
        """Return the functions whose path ends in a name, and of these the least nested."""
        paths = [path for path in self.functions if f".{path}".endswith(f".{name}")]
        least = min((path.count(".") for path in paths), default=0)
        return {path: self.functions[path] for path in paths if path.count(".") == least}

    def _parse(self, name: str) -> ast.Module:
        try:
            return ast.parse(self.files[name])
        except SyntaxError as error:
            place = f"{self.variant}/{name}, line {error.lineno}"
            raise ReadingError(f"{place}: {error.msg}") from error


def _definitions(node: ast.AST, outer: str = "") -> Iterator[tuple[str, Definition]]:
    """Give what is defined below a node, each with its path: ``Database.connect``."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Definition):
            yield f"{outer}{child.name}", child
            yield from _definitions(child, f"{outer}{child.name}.")
        else:
            yield from _definitions(child, outer)


def find(left: Source, right: Source, name: str) -> list[Pair]:
    """Return what a name stands for in two variants: a file, or functions.

    ``db.Database.connect`` can be called ``Database.connect`` and ``connect``. Where several files
    have a ``login``, there are as many pairs. Who has no ``Database.connect`` may have a
    ``connect``. Raises ReadingError when neither variant knows the name.
    """
    if name in left.files or name in right.files:
        return [Pair(left.file(name), right.file(name))]
    found = left.named(name), right.named(name)
    if not any(found):
        raise ReadingError(_unknown_part(name, left, right))
    last = name.rpartition(".")[2]
    here, there = found[0] or left.named(last), found[1] or right.named(last)
    pairs = [Pair(here.pop(path), there.pop(path)) for path in list(here) if path in there]
    others = zip_longest(here.values(), there.values())
    return pairs + [Pair(a or left.nothing(name), b or right.nothing(name)) for a, b in others]


def _unknown_part(name: str, left: Source, right: Source) -> str:
    files = sorted({*left.files, *right.files})
    paths = sorted({*left.functions, *right.functions})
    known = [*files, *(path.partition(".")[2] for path in paths), *paths]
    return _unknown("file or function", name, known, f"the files are {', '.join(files)}")


def _unknown(kind: str, name: str, known: Sequence[str], otherwise: str) -> str:
    """Say that there is no such thing, and which one was perhaps meant."""
    nearest = get_close_matches(name, known, n=1)
    return f"unknown {kind} {name!r}: " + (f"did you mean {nearest[0]}?" if nearest else otherwise)
