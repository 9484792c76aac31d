"""The sentences that answer "which, when": what they say, and what they must not say."""

from benchmarks.reporting import sentences
from benchmarks.reporting.derivation import figures_of

from .documents import AGAIN, BASELINE, cell, document


def overview(cells, **parts):
    """Return the sentences on what was measured in these cells."""
    figures = figures_of(document(cells=cells, in_process=[], **parts))
    return [text for _, texts in sentences.overview(figures) for text in texts]


def measured(kind="capacity", blocks=6, **shares):
    """Return cells in which the baseline and its twin answer 1000 requests/s, others a share."""
    wiggle = [1, 1.002, 0.998, 1.001, 0.999, 1][:blocks]
    everybody = {BASELINE: 1.0, AGAIN: 1.0, **shares}
    return [
        cell(
            name, "list", 1000 * share * (1.03 if block % 2 else 1) * wiggle[block - place], **about
        )
        for place, (name, share) in enumerate(everybody.items())
        for block in range(blocks)
        for about in [{"kind": kind, "block": block}]
    ]


def test_the_sample_is_told_with_its_evidence():
    figures = figures_of(document())
    (title, texts), (_, in_process) = sentences.overview(figures)
    assert title == "The variants on one server"
    assert texts[0] == "Nobody answered more requests at list, home and write than raw_wsgi."
    assert texts[1].startswith("Requests answered, as multiples of flask_sync's: flask_async 0.12;")
    assert "; werkzeug_sync tied; raw_wsgi 1.22 to 1.23; " in texts[1]
    assert in_process[0] == "Flask costs 82 µs a request: flask_sync less raw_wsgi at tags."


def test_a_difference_is_told_with_its_interval():
    texts = overview(measured(raw_wsgi=1.2, quart_async=0.8))
    assert texts[0] == "Nobody answered more requests at list than raw_wsgi."
    assert (
        "raw_wsgi 1.20 times as many (1.20 to 1.20) and quart_async 0.80 (0.80 to 0.80)."
        in texts[1]
    )
    assert "Tied" not in texts[1]


def test_a_tie_has_no_winner():
    texts = overview(measured(raw_wsgi=1.0001))
    assert not any("Nobody" in text for text in texts)
    assert "times as many" not in texts[0]
    assert "Tied with flask_sync: raw_wsgi 1.00" in texts[0]


def test_a_difference_of_few_blocks_is_told_as_none():
    texts = overview(measured(blocks=2, raw_wsgi=1.2))
    assert not any("Nobody" in text or "times as many" in text for text in texts)
    assert "Measured in too few blocks to be compared: raw_wsgi 1.20." in texts[0]


def test_several_scenarios_are_told_in_one_sentence():
    cells = measured(raw_wsgi=1.2, raw_asgi=0.9, quart_async=0.6)
    elsewhere = [
        row | {"scenario": "home"} for row in measured(raw_wsgi=1.4, raw_asgi=1.0, quart_async=0.6)
    ]
    assert overview([*cells, *elsewhere])[1] == (
        "Requests answered, as multiples of flask_sync's: quart_async 0.60; raw_wsgi 1.20 to 1.40; "
        "raw_asgi 0.90, but tied at home."
    )


def test_sizes_are_told_together():
    document_of_sizes = [
        {**document()["comparisons"][0], "name": name, "changes": "the size"} for name in "ab"
    ]
    figures = figures_of(
        document(
            cells=[row | {"comparison": name} for name in "ab" for row in measured(raw_wsgi=1.2)],
            comparisons=document_of_sizes,
            in_process=[],
        )
    )
    [(title, texts)] = sentences.overview(figures)
    assert title == "Processes and threads of each variant"
    assert len(texts) == 2


def test_the_twin_is_no_competitor():
    assert not any(AGAIN in text for text in overview(measured(raw_wsgi=1.2)))


def test_leaders_are_named_by_scenario_where_nobody_leads_everywhere():
    cells = measured(raw_wsgi=1.2, raw_asgi=1.1)
    elsewhere = [row | {"scenario": "home"} for row in measured(raw_wsgi=1.1, raw_asgi=1.2)]
    text = overview([*cells, *elsewhere])[0]
    assert text == "Nobody answered more requests than raw_wsgi at list; than raw_asgi at home."


def test_what_was_not_measured_is_not_mentioned():
    texts = " ".join(overview(measured(raw_wsgi=1.2)))
    assert not any(
        word in texts for word in ("home", "write", "clients", "99 of 100", "in process")
    )
    assert overview([]) == []


def test_a_missing_baseline_is_told():
    texts = overview([cell("raw_wsgi", "list", 900, block=block) for block in range(4)])
    assert texts == ["list: flask_sync was not measured, so there are no ratios."]


def test_clients_and_rates_are_told_where_they_were_measured():
    texts = overview(document()["cells"])
    assert any(text.startswith("list with 1 client: flask_sync answered") for text in texts)
    assert any(text.startswith("list with 256 clients: flask_sync answered") for text in texts)
    assert any(text.startswith("list at 500 requests/s: 99 of 100 answers") for text in texts)
