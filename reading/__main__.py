"""Read two variants side by side: ``python -m reading flask_sync quart_async get_article``.

Where the output is no terminal it has no colours, and lines as long as they are. What cannot be
shown is one line on standard error and exit code 2. Ctrl-C, and a reader such as ``head`` who has
seen enough, end it without a word.
"""

import argparse
import sys
from collections.abc import Sequence

from rich.console import Console
from rich.theme import Theme

from variants import VARIANTS

from . import ReadingError
from .columns import STYLES, STYLES_WITHOUT_COLOR, side_by_side
from .overview import overview
from .source import Pair, Source, find

WIDTH = 100  # of the overview, where the output is no terminal

DESCRIPTION = """\
Read two variants side by side.

Between the columns, | stands where two lines differ, and < or > where only that side has the line.
"""
EXAMPLES = f"""\
variants: {", ".join(VARIANTS)}

examples, each after "nox -s diff --":
  flask_sync quart_async                all files, and how much of each differs
  flask_sync quart_async db.py          one file
  flask_sync quart_async db.py --all    one file, also where both are the same
  flask_sync raw_wsgi get_article       one function, always whole
  flask_sync raw_wsgi Database.connect  a method, and the function that does the same
  flask_sync raw_wsgi api.login         the function of that name in api.py
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Show what the command line asks for; return the exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        _show(options, make_console())
    except ReadingError as error:
        print(f"{parser.prog}: error: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except SystemExit:  # which rich raises when nobody reads any more
        return 0
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="diff",
        description=DESCRIPTION,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("left", help="a variant")
    add("right", help="another one")
    add("part", nargs="?", help="a file, function, class or method (default: all files)")
    add("--all", action="store_true", help="show also the long stretches that are the same")
    return parser


def make_console() -> Console:
    """Return a console on standard output."""
    console = Console(highlight=False)
    console.push_theme(Theme(STYLES_WITHOUT_COLOR if console.no_color else STYLES))
    if not console.is_terminal:
        console.width = WIDTH
    return console


def _show(options: argparse.Namespace, console: Console) -> None:
    left, right = Source.read(options.left), Source.read(options.right)
    if options.part:
        pairs = find(left, right, options.part)
    else:
        names = [name for name in left.files if name in right.files]
        files = {name: Pair(left.file(name), right.file(name)) for name in names}
        for item in (*overview(left, right, files), ""):
            console.print(item, soft_wrap=not console.is_terminal)
        pairs = list(files.values())
    width = console.width if console.is_terminal else None
    functions = options.part and not options.part.endswith(".py")
    for number, pair in enumerate(pairs):
        if number:
            console.print()
        for line in side_by_side(pair, width, folded=not (options.all or functions)):
            console.print(line, soft_wrap=True)


if __name__ == "__main__":
    sys.exit(main())
