"""Both sides keep to their columns, whatever the width."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.text import Text

from reading.columns import highlight, side_by_side, wrap
from reading.source import Pair, Part

LEFT = Part(
    "flask_sync/api.py: get_article",
    ("def get_article(slug):", "", "    return render.article(find_article(slug), 'one', 'two')"),
    first=99,
)
RIGHT = Part(
    "raw_wsgi/api.py: get_article",
    (
        "# How it is done by hand.",
        "def get_article(request, slug):",
        "",
        "    return json_response(render.article(find_article(request, slug), 'one', 'two'))",
    ),
)
PAIR = Pair(LEFT, RIGHT)


def shown(width, pair=PAIR, *, folded=False):
    return [line.plain for line in side_by_side(pair, width, folded=folded)]


def test_without_a_width_a_row_is_one_line():
    assert shown(None) == [
        "flask_sync/api.py: get_article" + " " * 39 + "raw_wsgi/api.py: get_article",
        " " * 67 + "> 1  # How it is done by hand.",
        f" 99  {LEFT.lines[0]:59}  |  2  {RIGHT.lines[1]}",
        "100" + " " * 66 + "3",
        f"101  {LEFT.lines[2]:59}  |  4  {RIGHT.lines[3]}",
    ]


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_no_line_is_wider_than_the_terminal_and_no_word_is_lost(width):
    lines = shown(width)
    assert max(map(len, lines)) <= width
    text = sorted("".join("".join(lines).split()))
    assert text == sorted("".join("".join(shown(None)).split()))


@pytest.mark.parametrize("width", [60, 100])
def test_the_right_side_begins_in_one_column(width):
    title, *lines = shown(width)
    edge = title.index("raw_wsgi")
    starts = {line[edge - 2 : edge + 1] for line in lines if line[edge:].strip()}
    assert starts == {"  1", "  2", "  3", "  4", "> 1", "   "} & starts
    assert {"> 1", "  3"} < starts


def test_a_side_that_needs_less_leaves_the_rest_to_the_other():
    short, long = Part("short", ("x = 1",)), Part("long", ("y = " + "1 + " * 17 + "1",))
    for pair in (Pair(short, long), Pair(long, short)):
        assert len(shown(90, pair)) == len(shown(None, pair))


def test_long_stretches_of_the_same_are_folded_if_wanted():
    same = tuple(f"line_{number}()" for number in range(30))
    pair = Pair(Part("a", ("x = 1", *same)), Part("b", ("x = 2", *same)))
    assert len(shown(80, pair)) == 32
    lines = shown(80, pair, folded=True)
    assert len(lines) == 6
    assert lines[-1] == "    … 27 lines the same …"


def test_what_is_the_same_is_dim_and_what_differs_is_marked():
    left, right = Part("a", ("x = f()", "y = 1")), Part("b", ("x = await f()", "y = 1"))
    _, changed, same = side_by_side(Pair(left, right), 80, folded=False)
    assert styled(changed, "diff.right") == ["await"]
    assert styled(changed, "diff.left") == styled(changed, "diff.same") == []
    assert styled(same, "diff.same") == ["y = 1", "y = 1"]


def styled(line, style):
    """Return the parts of a line that have a style."""
    return [line.plain[span.start : span.end] for span in line.spans if span.style == style]


def test_code_has_the_colours_of_its_syntax():
    part = Part("a", ('    """A text', "    of two lines.", '    """', "    return 1"))
    lines = list(side_by_side(Pair(part, part), 80, folded=False))
    colours = [{getattr(span.style, "color", None) for span in line.spans} for line in lines]
    names = [{colour.name for colour in found if colour} for found in colours]
    assert names[1:] == [{"green"}, {"green"}, {"green"}, {"magenta"}]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["", "    ", "x = 1", "# é", '"""', "'a", "def f(:"])))
def test_colours_change_no_line(lines):
    assert [line.plain for line in highlight(lines)] == lines


@settings(max_examples=200, deadline=None)
@given(st.text("ab (.,=", max_size=80), st.integers(min_value=2, max_value=30))
def test_wrapping_loses_nothing_but_spaces(text, width):
    pieces = [piece.plain for piece in wrap(Text(text), width)]
    assert max(map(len, pieces)) <= width
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_a_line_is_wrapped_between_words_and_indented_further():
    pieces = wrap(Text("    return fetch_one(queries.TAG, names)"), 30)
    assert [piece.plain for piece in pieces] == [
        "    return fetch_one(",
        "        queries.TAG, names)",
    ]
