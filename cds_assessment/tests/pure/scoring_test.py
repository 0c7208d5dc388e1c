"""The scoring engine alone: no Odoo, no database."""

import itertools
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from loading import load

scoring = load("tools.scoring")

LEVELS = tuple(scoring.Level(n, n, f"Mức độ {n}") for n in (1, 2, 3))


def interval(lower, upper, lower_included=True, upper_included=True):
    return scoring.Interval(
        Decimal(lower), Decimal(upper), lower_included, upper_included
    )


def bands(first, second, maximum):
    """Bands as in Decision 4725: [0, first) [first, second] (second, maximum]."""
    return (
        scoring.Band(LEVELS[0], interval(0, first, upper_included=False)),
        scoring.Band(LEVELS[1], interval(first, second)),
        scoring.Band(LEVELS[2], interval(second, maximum, lower_included=False)),
    )


def item(key, maximum, **extra):
    return scoring.Node(key, str(key), f"Item {key}", "item", Decimal(maximum), **extra)


def framework(group_items=None, step="0.5", **extra):
    items = group_items or (item(11, 60), item(12, 40))
    group = scoring.Node(
        1, "1", "Group", "group", Decimal(100), children=items, bands=bands(50, 75, 100)
    )
    return scoring.Framework((group,), LEVELS, Decimal(step), **extra)


def answers(**points):
    return {
        int(key[1:]): scoring.Answer(Decimal(str(value)), bool(value))
        for key, value in points.items()
    }


@pytest.mark.parametrize(
    "total, level",
    [
        ("0", 1),
        ("49", 1),
        ("49.5", 1),
        ("49.99", 1),
        ("50", 2),
        ("74", 2),
        ("75", 2),
        ("75.01", 3),
        ("75.5", 3),
        ("76", 3),
        ("100", 3),
    ],
)
def test_level_of_a_total(total, level):
    first = min(Decimal(total), Decimal(60))
    result = scoring.score(
        framework(step="0.01"), answers(i11=first, i12=Decimal(total) - first)
    )
    assert result.nodes[1].points == Decimal(total)
    assert result.nodes[1].level.number == level


@pytest.mark.parametrize(
    "points, level", [("9.5", 1), ("10", 2), ("20", 2), ("20.5", 3), ("30", 3)]
)
def test_level_of_criterion_1_3(points, level):
    assert scoring.band_for(bands(10, 20, 30), Decimal(points)).level.number == level


@pytest.mark.parametrize(
    "points, code",
    [("60.5", "above_maximum"), ("-0.5", "negative"), ("0.3", "off_step")],
)
def test_points_refused(points, code):
    node = framework().nodes[11]
    with pytest.raises(scoring.ScoringError) as caught:
        scoring.check_points(node, Decimal(points), Decimal("0.5"))
    assert caught.value.code == code


@pytest.mark.parametrize("points", ["0", "0.5", "59.5", "60"])
def test_points_allowed(points):
    node = framework().nodes[11]
    number = Decimal(points)
    assert scoring.check_points(node, number, Decimal("0.5")) == number


@pytest.mark.parametrize(
    "value, code",
    [
        ("x", "not_a_number"),
        (float("nan"), "not_a_number"),
        (float("inf"), "not_a_number"),
        (1e300, "not_a_number"),
        ("1.005", "too_precise"),
        (0.1 + 0.2, "too_precise"),
        (None, "not_a_number"),
    ],
)
def test_numbers_refused(value, code):
    with pytest.raises(scoring.ScoringError) as caught:
        scoring.to_decimal(value)
    assert caught.value.code == code


@given(st.integers(-(10**6), 10**6))
def test_a_float_of_two_decimals_is_exact(cents):
    assert scoring.to_decimal(cents / 100) * 100 == cents


def test_a_ratio():
    assert scoring.percentage(Decimal(29), Decimal(29)) == 100
    assert scoring.percentage(Decimal(0), Decimal(29)) == 0
    assert round(scoring.percentage(Decimal(8), Decimal(29)), 1) == Decimal("27.6")


@pytest.mark.parametrize(
    "numerator, denominator, code",
    [
        (5, 0, "zero_denominator"),
        (0, 0, "zero_denominator"),
        (30, 29, "numerator_above"),
        (-1, 29, "negative"),
        (1, -29, "negative"),
    ],
)
def test_ratios_refused(numerator, denominator, code):
    with pytest.raises(scoring.ScoringError) as caught:
        scoring.percentage(Decimal(numerator), Decimal(denominator))
    assert caught.value.code == code


def test_a_conversion():
    node = item(
        1,
        7,
        conversions=(
            scoring.Conversion(interval(0, 50, upper_included=False), Decimal(2)),
            scoring.Conversion(interval(50, 80), Decimal(5)),
            scoring.Conversion(interval(80, 100, lower_included=False), Decimal(7)),
        ),
    )
    figures = {"0": 2, "49.99": 2, "50": 5, "80": 5, "80.01": 7, "100": 7}
    for figure, points in figures.items():
        assert scoring.converted_points(node, Decimal(figure)) == points
    with pytest.raises(scoring.ScoringError) as caught:
        scoring.converted_points(node, Decimal(101))
    assert caught.value.code == "no_conversion"
    assert scoring.converted_points(item(2, 7), Decimal(50)) is None


def test_options():
    node = item(
        1,
        10,
        options=(
            scoring.Option(1, Decimal(4)),
            scoring.Option(2, Decimal(6)),
            scoring.Option(3, Decimal(3), exclusive=False),
            scoring.Option(4, Decimal(3), exclusive=False),
        ),
    )
    expected = {(): 0, (1,): 4, (1, 2): 6, (3, 4): 6, (1, 3): 7, (2, 3, 4): 10}
    for keys, points in expected.items():
        assert scoring.option_points(node, set(keys)) == points


def test_a_node_is_capped():
    criterion = scoring.Node(
        10, "1.1", "C", "criterion", Decimal(8), children=(item(11, 6), item(12, 6))
    )
    rules = framework((criterion, item(13, 92)))
    result = scoring.score(rules, answers(i11=6, i12=6, i13=50))
    assert (result.nodes[10].points, result.nodes[10].uncapped) == (8, 12)
    assert result.nodes[10].is_capped
    assert result.nodes[1].points == 58
    explained = scoring.explain(rules, answers(i11=6, i12=6, i13=50))[0]
    assert [cap.node.key for cap in explained.caps] == [10]


@pytest.mark.parametrize(
    "policy, level, blocking", [("cap", 1, 0), ("block", 3, 1), ("warn", 3, 0)]
)
def test_a_mandatory_condition_missing_at_80_points(policy, level, blocking):
    condition = item(13, 0, is_mandatory=True, measure="yes_no")
    rules = framework((item(11, 60), item(12, 40), condition), mandatory_policy=policy)
    given_answers = answers(i11=60, i12=20)
    result = scoring.score(rules, given_answers)
    assert result.nodes[1].points == 80
    assert result.nodes[1].level.number == level
    assert [node.key for node in result.unmet] == [13]
    assert len(result.blocking) == blocking
    explained = scoring.explain(rules, given_answers)[0]
    assert explained.lowered is (policy == "cap")
    if policy == "cap":
        assert (explained.next_level.number, explained.missing) == (3, 0)
    met = scoring.score(rules, {**given_answers, 13: scoring.Answer(met=True)})
    assert met.nodes[1].level.number == 3
    assert not met.unmet


def test_the_overall_level():
    one = framework().groups[0]
    two = scoring.Node(
        2,
        "2",
        "Two",
        "group",
        Decimal(100),
        (),
        children=(item(21, 100),),
        bands=bands(50, 75, 100),
    )
    for rule, expected in (("none", None), ("lowest", 1)):
        rules = scoring.Framework((one, two), LEVELS, overall_rule=rule)
        overall = scoring.score(rules, answers(i11=60, i12=40, i21=10)).overall
        assert (overall and overall.number) == expected


@pytest.mark.parametrize(
    "total, missing", [("50", "25.5"), ("74", "1.5"), ("75", "0.5"), ("0", "50")]
)
def test_the_distance_to_the_next_level(total, missing):
    first = min(Decimal(total), Decimal(60))
    explained = scoring.explain(
        framework(), answers(i11=first, i12=Decimal(total) - first)
    )[0]
    assert explained.missing == Decimal(missing)
    assert sum(gain.points for gain in explained.gains) == Decimal(missing)


def test_the_highest_level_has_no_next():
    explained = scoring.explain(framework(), answers(i11=60, i12=40))[0]
    assert (explained.next_level, explained.missing, explained.gains) == (
        None,
        None,
        (),
    )


@pytest.mark.parametrize(
    "intervals, maximum, codes",
    [
        ([(0, 50, 1, 0), (50, 75, 1, 1), (75, 100, 0, 1)], 100, []),
        ([(0, 50, 1, 0), (50, 75, 0, 1), (75, 100, 0, 1)], 100, ["gap"]),
        ([(0, 50, 1, 1), (50, 75, 1, 1), (75, 100, 0, 1)], 100, ["overlap"]),
        ([(0, 50, 1, 0), (40, 75, 1, 1), (75, 100, 0, 1)], 100, ["overlap"]),
        ([(0, 50, 1, 0), (51, 75, 1, 1), (75, 100, 0, 1)], 100, ["gap"]),
        ([(0, 50, 1, 0), (50, 99, 1, 1)], 100, ["gap"]),
        ([(0, 50, 1, 0), (50, 100, 1, 0)], 100, ["gap"]),
        ([(0, 50, 1, 0), (50, 101, 1, 1)], 100, ["outside"]),
        ([(1, 100, 1, 1)], 100, ["gap"]),
        ([(0, 100, 0, 1)], 100, ["gap"]),
        ([(0, 100, 1, 1), (60, 50, 1, 1)], 100, ["empty"]),
        ([], 100, ["gap"]),
    ],
)
def test_bands_cover_once(intervals, maximum, codes):
    made = [
        interval(lower, upper, bool(low), bool(up))
        for lower, upper, low, up in intervals
    ]
    found = [code for code, _at in scoring.cover_problems(made, Decimal(maximum))]
    assert found == codes


# === PROPERTIES, OVER RANDOM SETS === #

half_points = st.integers(0, 40).map(lambda n: Decimal(n) / 2)


@st.composite
def sets_with_answers(draw):
    """A group of criteria, some capped, some conditions, and an answer to each item."""
    keys = itertools.count(1)
    given_answers = {}

    def make_item():
        is_condition = draw(st.integers(0, 9)) == 0
        maximum = Decimal(0) if is_condition else draw(half_points)
        node = item(next(keys), maximum, is_mandatory=is_condition)
        points = draw(st.integers(0, int(maximum * 2))) / Decimal(2)
        given_answers[node.key] = scoring.Answer(points, draw(st.booleans()))
        return node

    def make_criterion():
        children = tuple(make_item() for _ in range(draw(st.integers(1, 4))))
        reach = sum(child.max_points for child in children)
        maximum = draw(st.integers(0, int(reach * 2))) / Decimal(2)
        key = next(keys)
        return scoring.Node(key, str(key), "C", "criterion", maximum, children=children)

    children = tuple(
        make_criterion() if draw(st.booleans()) else make_item()
        for _ in range(draw(st.integers(1, 5)))
    )
    reach = sum(child.max_points for child in children)
    maximum = max(Decimal(3), draw(st.integers(0, int(reach * 2))) / Decimal(2))
    first = draw(st.integers(1, int(maximum * 2) - 1)) / Decimal(2)
    second = draw(st.integers(int(first * 2), int(maximum * 2) - 1)) / Decimal(2)
    key = next(keys)
    group = scoring.Node(
        key,
        str(key),
        "G",
        "group",
        maximum,
        children=children,
        bands=bands(first, second, maximum),
    )
    policy = draw(st.sampled_from(("cap", "block", "warn")))
    rules = scoring.Framework((group,), LEVELS, mandatory_policy=policy)
    return rules, given_answers


@given(sets_with_answers())
def test_no_node_is_above_its_maximum(case):
    rules, given_answers = case
    for node_score in scoring.score(rules, given_answers).nodes.values():
        assert 0 <= node_score.points <= node_score.node.max_points
        children = node_score.node.children
        if children:
            nodes = scoring.score(rules, given_answers).nodes
            total = sum(nodes[child.key].points for child in children)
            assert node_score.points == min(total, node_score.node.max_points)


@given(sets_with_answers(), st.data())
def test_more_points_never_give_a_lower_level(case, data):
    rules, given_answers = case
    before = scoring.score(rules, given_answers).nodes[rules.groups[0].key]
    key = data.draw(st.sampled_from(sorted(given_answers)))
    room = rules.nodes[key].max_points - given_answers[key].points
    more = data.draw(st.integers(0, int(room * 2))) / Decimal(2)
    changed = dict(given_answers)
    changed[key] = scoring.Answer(given_answers[key].points + more, True)
    after = scoring.score(rules, changed).nodes[rules.groups[0].key]
    assert after.points >= before.points
    assert after.level.number >= before.level.number


@settings(max_examples=300)
@given(sets_with_answers())
def test_explain_agrees_with_the_score(case):
    rules, given_answers = case
    explained = scoring.explain(rules, given_answers)[0]
    group = rules.groups[0]
    before = scoring.score(rules, given_answers).nodes[group.key]
    assert explained.score == before
    assert explained.band.level == before.level_by_points
    assert explained.lowered == (before.level != before.level_by_points)
    if explained.missing is None:
        assert before.level_by_points.number == 3 and not explained.lowered
        return
    if not explained.gains:
        return
    # Taking the advice, conditions met, reaches the level that was named …
    changed = {
        key: scoring.Answer(answer.points, True)
        for key, answer in given_answers.items()
    }
    for gain in explained.gains:
        old = changed[gain.node.key]
        assert gain.points <= gain.node.max_points - old.points
        changed[gain.node.key] = scoring.Answer(old.points + gain.points, True)
    after = scoring.score(rules, changed).nodes[group.key]
    assert after.level == explained.next_level
    assert after.points == before.points + explained.missing


@settings(max_examples=200)
@given(sets_with_answers())
def test_no_shorter_list_of_items_closes_the_gap(case):
    rules, given_answers = case
    explained = scoring.explain(rules, given_answers)[0]
    group = rules.groups[0]
    before = scoring.score(rules, given_answers).nodes[group.key].points
    items = [node.key for node in group.items()]
    most = len(explained.gains) if explained.gains else len(items) + 1
    if not explained.missing:
        return
    for keys in itertools.combinations(items, min(most - 1, len(items))):
        raised = {
            key: scoring.Answer(rules.nodes[key].max_points)
            if key in keys
            else given_answers[key]
            for key in items
        }
        gained = scoring.score(rules, raised).nodes[group.key].points - before
        assert gained < explained.missing
