"""What is not equal is not compared."""

import pytest

from benchmarks import BenchmarkError
from benchmarks.answers import Agreement, Answer


def test_equal_answers_are_agreed_on():
    agreement = Agreement()
    for application in ("flask_sync", "quart_async"):
        agreement.check("list", application, Answer(200, b"articles"))
        agreement.check("tags", application, Answer(200, b"tags"))


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (Answer(200, b"fewer"), "quart_async and flask_sync answer list with different bodies"),
        (Answer(404, b"articles"), "quart_async answers list with 404"),
    ],
)
def test_another_answer_is_refused(answer, says):
    agreement = Agreement()
    agreement.check("list", "flask_sync", Answer(200, b"articles"))
    with pytest.raises(BenchmarkError, match=says):
        agreement.check("list", "quart_async", answer)
