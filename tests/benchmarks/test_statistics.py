"""Intervals, ties and the noise floor, against samples of which the truth is known."""

import math
from random import Random

import pytest

from benchmarks.statistics import Ratio, groups, little, noise_floor, paired, unpaired

BLOCKS = 6
NOISE = 0.02  # standard deviation of a throughput's logarithm


def normal(random):
    return random.gauss(0, 1)


def heavy(random):
    """Return a value of Student's distribution with three degrees of freedom."""
    squares = sum(normal(random) ** 2 for _ in range(3))
    return normal(random) / math.sqrt(squares / 3)


def stalled(random):
    """Return noise with a stall in every eighth block; its mean is 0."""
    return normal(random) + (3.5 if random.random() < 1 / 8 else -0.5)


def sample(random, level=1_000, blocks=BLOCKS, noise=normal):
    """Return the throughput in each block of a deployment that can do so much."""
    return {block: level * math.exp(NOISE * noise(random)) for block in range(blocks)}


def holds(ratio, truth):
    return ratio.low <= truth <= ratio.high


@pytest.mark.parametrize(
    ("blocks", "noise", "least"),
    [(4, normal, 0.91), (6, normal, 0.91), (6, heavy, 0.89), (6, stalled, 0.88), (8, normal, 0.91)],
)
def test_the_interval_holds_the_truth_as_often_as_it_says(blocks, noise, least):
    random, runs = Random(5), 300 if blocks < 8 else 60
    constant = dict.fromkeys(range(blocks), 1_000.0)
    samples = [sample(random, 1_100, blocks, noise) for _ in range(runs)]
    assert least <= sum(holds(paired(new, constant), 1.1) for new in samples) / runs <= 0.985


def test_the_interval_of_two_runs_holds_the_truth_as_often_as_it_says():
    random, runs = Random(6), 100
    ratios = [unpaired(sample(random, 900), sample(random, blocks=5)) for _ in range(runs)]
    assert 0.91 <= sum(holds(ratio, 0.9) for ratio in ratios) / runs <= 0.985


def test_a_difference_of_five_per_cent_is_found_in_noise_of_two():
    random, runs, found = Random(7), 100, 0
    for _ in range(runs):  # the noise is that of the ratio: the baseline has none
        base = dict.fromkeys(range(BLOCKS), 1_000.0)
        floor = noise_floor([paired(sample(random), base)])
        found += paired(sample(random, 1_050), base).differs(floor)
    assert found / runs > 0.8


@pytest.mark.parametrize("noise", [normal, heavy])
def test_among_equals_nobody_wins(noise):
    """About one run in ten separates two of six equal deployments, as ``noise_floor`` says."""
    random, runs, separated, won = Random(8), 100, 0, 0
    for _ in range(runs):
        figures = {name: sample(random, noise=noise) for name in "abcdef"}
        floor = noise_floor([paired(sample(random, noise=noise), figures["a"])])
        letters = groups(figures, floor).values()
        separated += any(letter != "a" for letter in letters)
        won += sum("a" in letter for letter in letters) == 1
    assert separated / runs <= 0.15
    assert won == 0


def test_the_ratio_is_the_geometric_mean_over_the_blocks_that_both_have():
    ratio = paired({0: 200, 1: 800, 2: 300, 4: 9}, {2: 300, 1: 100, 0: 100, 3: 1})
    assert ratio == Ratio(pytest.approx(16 ** (1 / 3)))


def test_what_hits_both_in_a_block_does_not_widen_the_interval():
    random = Random(9)
    base = {block: 1_000 * (1 + block) for block in range(BLOCKS)}
    quiet = {block: 1.2 * rate * random.uniform(0.99, 1.01) for block, rate in base.items()}
    assert 1.17 < paired(quiet, base).low < paired(quiet, base).high < 1.23
    assert unpaired(quiet, base).half_width > 0.5


def test_the_inverse_ratio_has_the_inverse_interval():
    random = Random(10)
    new, old = sample(random), sample(random)
    one, other = paired(new, old), paired(old, new)
    assert (1 / one.estimate, 1 / one.high, 1 / one.low) == pytest.approx(
        (other.estimate, other.low, other.high)
    )
    assert one.difference == pytest.approx(other.difference)


def test_the_same_figures_have_the_same_interval_in_every_report():
    random = Random(11)
    new, old = sample(random, blocks=9), sample(random, blocks=9)
    assert paired(new, old) == paired(dict(reversed(new.items())), old)
    assert unpaired(new, old) == unpaired(new, old)


@pytest.mark.parametrize("blocks", [1, 3])
def test_of_few_blocks_there_is_no_interval_and_no_difference(blocks):
    random = Random(12)
    new, old = sample(random, 2_000, blocks), sample(random, 1_000)
    for ratio in (paired(new, old), unpaired(new, old)):
        assert (ratio.low, ratio.high, ratio.half_width) == (None, None, None)
        assert ratio.estimate == pytest.approx(2, rel=0.1)
        assert not ratio.differs(floor=0)


def test_who_answered_nothing_has_no_ratio():
    assert paired({0: 0.0, 1: 5.0}, {0: 5.0}) is None
    assert unpaired({0: 0.0}, {0: 5.0}) is None


def test_blocks_that_agree_have_a_narrow_interval():
    ratio = paired(dict.fromkeys(range(4), 110), dict.fromkeys(range(4), 100))
    assert (ratio.low, ratio.high) == pytest.approx((1.1, 1.1))


def test_one_block_unlike_the_others_widens_the_interval_on_both_sides():
    ratio = paired({0: 100, 1: 100, 2: 100, 3: 150}, dict.fromkeys(range(4), 100))
    assert 0 < ratio.low < 1
    assert 1.5 < ratio.high < math.inf


def test_a_difference_leaves_out_1_and_is_above_the_floor():
    assert Ratio(1.05, 1.04, 1.06).differs(floor=0.04)
    assert not Ratio(1.05, 1.04, 1.06).differs(floor=0.06)
    assert not Ratio(1.05, 0.99, 1.1).differs(floor=0.04)
    assert Ratio(1 / 1.05, 0.9, 0.99).differs(floor=0.0499)


def test_the_floor_is_what_twins_differ_by_or_what_could_have_been_told_apart():
    quiet = [Ratio(1.01, 0.98, 1.0404), Ratio(0.99, 0.97, 1.0)]
    assert noise_floor(quiet) == pytest.approx(0.0229, abs=1e-4)  # 0.0304 and 0.0153 are the two
    assert noise_floor([*quiet, Ratio(1 / 1.08, 0.92, 0.94)]) == pytest.approx(0.08)
    assert noise_floor([Ratio(1.02)]) == pytest.approx(0.02)


def test_without_twins_no_difference_is_called_one():
    assert noise_floor([]) == math.inf
    assert not Ratio(9, 8, 10).differs(noise_floor([]))


def test_who_cannot_be_told_apart_shares_a_letter():
    steps = [0.99, 1.01, 0.995, 1.005]
    apart = {"slow": 500, "fast": 1_000, "as fast": 1_001}
    figures = {name: {b: rate * s for b, s in enumerate(steps)} for name, rate in apart.items()}
    figures["as fast"] = {b: 1_001 * s for b, s in enumerate(reversed(steps))}
    assert groups(figures, 0.01) == {"as fast": "a", "fast": "a", "slow": "b"}


def test_who_lies_between_two_shares_a_letter_with_both():
    base = {block: 1_000 * (1 + block / 10) for block in range(BLOCKS)}
    levels = {"low": 1.0, "middle": 1.03, "high": 1.06, "none": 0.0}
    figures = {
        name: {b: rate * level * (1 + 0.001 * ((b * k) % 5)) for b, rate in base.items()}
        for k, (name, level) in enumerate(levels.items(), start=1)
    }
    assert groups(figures, 0.04) == {"high": "a", "middle": "ab", "low": "b", "none": "ab"}


def test_clients_are_requests_under_way():
    assert little(clients=16, throughput=800, mean_latency=20) == 1
    assert little(clients=16, throughput=400, mean_latency=20) == 0.5
