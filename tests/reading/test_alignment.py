"""Lines that are alike stand side by side, and no line is lost or moved."""

import ast
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reading.alignment import CONTEXT, TOKEN, Fold, Row, align, differences, fold
from reading.source import Source
from variants import VARIANTS

CODE = [
    "",
    "    ",
    "@wraps(view)",
    "def f(a):",
    "async def f(a):",
    "    return",
    "    pass",
    "else:",
]
LINES = st.sampled_from(CODE) | st.text("ab_. (),'é", max_size=12)
TEXTS = st.lists(LINES, max_size=12)
ROWS = st.lists(st.builds(Row, st.just(0), st.just(0), st.sampled_from(["", "", "", "|", "<"])))

many = settings(max_examples=200, deadline=None)


@many
@given(TEXTS, TEXTS)
def test_every_line_of_both_sides_appears_once_and_in_order(left, right):
    rows = align(left, right)
    assert [row.left for row in rows if row.left is not None] == list(range(len(left)))
    assert [row.right for row in rows if row.right is not None] == list(range(len(right)))


@many
@given(TEXTS, TEXTS)
def test_the_sign_says_how_the_lines_of_a_row_relate(left, right):
    for row in align(left, right):
        here = left[row.left].strip() if row.left is not None else ""
        there = right[row.right].strip() if row.right is not None else ""
        assert {
            "": here == there,
            "|": here != there and bool(here and there),
            "<": bool(here) and not there,
            ">": bool(there) and not here,
            "<>": here != there and bool(here and there),
        }[row.sign]


@many
@given(TEXTS)
def test_a_text_stands_beside_itself_line_by_line(text):
    assert align(text, text) == [Row(i, i, "") for i in range(len(text))]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("def get_article(slug):", "async def get_article(slug):"),
        ("def get_article(slug):", "def get_article(request, slug):"),
        ("row = fetch_one(queries.TAG)", "row = await fetch_one(queries.TAG)"),
        ("with transaction():", "async with request.db.transaction():"),
        ("@contextmanager", "@asynccontextmanager"),
        ("from flask import Flask, g", "from quart import Quart, g"),
        ("g.connection = connect()", "self.connection = self.engine.connect()"),
    ],
)
def test_lines_that_are_alike_find_each_other_among_strangers(left, right):
    before = ["log.debug('%s', names)", "assert names"]
    after = ["raise errors.taken(['title'])"]
    assert Row(0, 2, "|") in align([left, *after], [*before, right])


def test_of_two_that_are_alike_the_more_alike_is_taken():
    rows = align(["call(a, b)"], ["call(a)", "call(a, b, c)", "call(b)"])
    assert [row.right for row in rows if row.sign == "|"] == [1]


def test_lines_that_are_not_alike_share_rows_but_are_no_pairs():
    rows = align(["return None", "x = 1"], ["return render.tags(rows)", "", "y()"])
    assert rows == [Row(0, 0, "<>"), Row(1, 1, "<"), Row(None, 2, ">")]


def test_a_line_that_is_merely_indented_is_the_same():
    assert align(["    yield"], ["        yield"]) == [Row(0, 0, "")]


@pytest.mark.parametrize("names", [*combinations(VARIANTS, 2)], ids="-".join)
def test_the_handlers_of_two_variants_stand_side_by_side(names):
    texts = [Source.read(name).files["api.py"] for name in names]
    left, right = ({node.name: node.lineno - 1 for node in handlers(text)} for text in texts)
    rows = {row.left: row.right for row in align(*(text.splitlines() for text in texts))}
    common = left.keys() & right.keys()
    assert len(common) >= 20
    assert {name: rows[left[name]] for name in common} == {name: right[name] for name in common}


def handlers(text):
    """Return the functions of a module."""
    functions = ast.FunctionDef | ast.AsyncFunctionDef
    return [node for node in ast.parse(text).body if isinstance(node, functions)]


def marked(line, spans):
    """Return the parts of a line that spans mark."""
    return [line[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("left", "right", "marks"),
    [
        ("    rows = execute()", "    rows = await execute()", ([], ["await"])),
        ("def f():", "async def f():", ([], ["async"])),
        ("def f() -> Iterator[int]:", "def f() -> AsyncIterator[int]:", ([], ["Async"])),
        ("fetch(names)", "request.db.fetch(names)", ([], ["request.db."])),
        ("if 'viewer' in g:", "if request.viewer:", (["'", "' in g"], ["request."])),
        ("user = name", "user = names", (["name"], ["names"])),
    ],
)
def test_the_words_that_differ_are_marked(left, right, marks):
    spans = differences(left, right)
    assert (marked(left, spans[0]), marked(right, spans[1])) == marks


@many
@given(LINES, LINES)
def test_what_is_not_marked_is_the_same_on_both_sides(left, right):
    spans = differences(left, right)
    assert tokens_outside(left, spans[0]) == tokens_outside(right, spans[1])


def tokens_outside(line, spans):
    """Return the tokens of a line that are not within a span."""
    matches = TOKEN.finditer(line)
    return [m[0] for m in matches if not any(start <= m.start() < end for start, end in spans)]


@many
@given(ROWS)
def test_folding_hides_only_what_is_the_same_and_nothing_beside_a_change(rows):
    position = 0
    for item in fold(rows):
        if isinstance(item, Fold):
            around = rows[max(position - CONTEXT, 0) : position + item.rows + CONTEXT]
            assert {row.sign for row in around} == {""}
            position += item.rows
        else:
            assert item is rows[position]
            position += 1
    assert position == len(rows)


@pytest.mark.parametrize(("same", "hidden"), [(9, []), (10, [4]), (30, [24])])
def test_between_two_changes_a_long_stretch_is_folded(same, hidden):
    rows = [Row(0, 0, "|"), *[Row(0, 0, "")] * same, Row(0, 0, "|")]
    assert [item.rows for item in fold(rows) if isinstance(item, Fold)] == hidden


def test_at_the_ends_of_a_text_nothing_needs_to_stay():
    same = [Row(0, 0, "")] * 8
    assert list(fold([*same, Row(0, 0, "|"), *same])) == [
        *(Fold(5), *same[:3], Row(0, 0, "|"), *same[:3], Fold(5)),
    ]
    assert list(fold(same)) == [Fold(8)]
