"""Spreading schools over teams: whatever the schools, no conflict, nothing twice."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loading import load

spreading = load("tools.team_spreading")

School = spreading.School
DAYS = spreading.working_days(date(2024, 4, 22), date(2024, 5, 10))


@st.composite
def problems(draw, conflicts=True, assigned=True):
    """Return schools and teams; a school that has a team may be barred from it."""
    teams = tuple(range(draw(st.integers(0, 5))))
    one_of = st.sampled_from(teams) if teams else st.none()
    schools = [
        School(
            key,
            size=draw(st.integers(1, 40)),
            place=draw(st.sampled_from(("", "A", "B", "C"))),
            barred=frozenset(draw(st.sets(one_of)) - {None})
            if conflicts
            else frozenset(),
            team=draw(st.none() | one_of) if assigned else None,
        )
        for key in range(draw(st.integers(0, 25)))
    ]
    return schools, teams


calendars = st.fixed_dictionaries(
    {
        "days": st.lists(st.sampled_from(DAYS), unique=True).map(sorted),
        "per_day": st.integers(1, 3),
        "keeps_together": st.booleans(),
    }
)


@given(problems(), calendars)
def test_each_school_once_and_never_in_conflict(problem, calendar):
    schools, teams = problem
    plan = spreading.spread(schools, teams, **calendar)
    assert set(plan.teams) | set(plan.unplaced) == {school.key for school in schools}
    assert not set(plan.teams) & set(plan.unplaced)
    for school in schools:
        if school.team is not None:
            assert plan.teams[school.key] == school.team
        elif school.key in plan.teams:
            assert plan.teams[school.key] in teams
            assert plan.teams[school.key] not in school.barred


@given(problems(), calendars)
def test_loads_are_the_sums(problem, calendar):
    schools, teams = problem
    plan = spreading.spread(schools, teams, **calendar)
    sums = Counter()
    for school in schools:
        if school.key in plan.teams:
            sums[plan.teams[school.key]] += school.size
    assert {team: load for team, load in plan.loads.items() if load} == dict(sums)


@given(problems(conflicts=False, assigned=False))
def test_loads_differ_by_the_largest_school_at_most(problem):
    schools, teams = problem
    plan = spreading.spread(schools, teams)
    assert bool(plan.unplaced) == bool(schools and not teams)
    if schools and teams:
        loads = plan.loads.values()
        assert max(loads) - min(loads) <= max(school.size for school in schools)


@given(problems())
def test_without_a_calendar_conflicts_alone_leave_schools_out(problem):
    schools, teams = problem
    plan = spreading.spread(schools, teams)
    assert not plan.days
    for school in schools:
        if school.key in plan.unplaced:
            assert school.barred >= set(teams)
            reason = spreading.CONFLICT if teams else spreading.NO_TEAM
            assert plan.unplaced[school.key] == reason


@given(problems(assigned=False), calendars)
def test_a_full_calendar_leaves_out_no_more_than_it_must(problem, calendar):
    """As many schools are placed as any plan could place: a matching, counted anew."""
    schools, teams = problem
    plan = spreading.spread(schools, teams, **calendar)
    room = len(calendar["days"]) * calendar["per_day"] or len(schools)
    assert len(plan.teams) == _largest_matching(schools, teams, room)
    for key, reason in plan.unplaced.items():
        barred = schools[key].barred
        assert (reason == spreading.FULL) == (not barred >= set(teams))


def _largest_matching(schools, teams, room):
    seats = [(team, seat) for team in teams for seat in range(room)]
    taken = {}

    def seat(school, seen):
        for place in seats:
            if place[0] in school.barred or place in seen:
                continue
            seen.add(place)
            if place not in taken or seat(taken[place], seen):
                taken[place] = school
                return True
        return False

    return sum(seat(school, set()) for school in schools)


@given(problems(), calendars)
def test_no_team_goes_out_too_often_on_a_day(problem, calendar):
    schools, teams = problem
    plan = spreading.spread(schools, teams, **calendar)
    visits = Counter((plan.teams[key], day) for key, day in plan.days.items())
    assert all(count <= calendar["per_day"] for count in visits.values())
    assert set(plan.days.values()) <= set(calendar["days"])
    if calendar["days"]:
        undated = set(plan.teams) - set(plan.days)
        # those that were given to a team by hand beyond what its days hold
        assert all(
            Counter(plan.teams.values())[plan.teams[key]]
            > len(calendar["days"]) * calendar["per_day"]
            for key in undated
        )


@given(problems(), calendars)
def test_the_order_of_schools_does_not_matter(problem, calendar):
    schools, teams = problem
    plan = spreading.spread(schools, teams, **calendar)
    again = spreading.spread(list(reversed(schools)), teams, **calendar)
    assert (plan.teams, plan.days) == (again.teams, again.days)


@given(problems(conflicts=False, assigned=False))
def test_schools_of_a_place_stay_together(problem):
    schools, teams = problem
    plan = spreading.spread(schools, teams, keeps_together=True)
    total = sum(school.size for school in schools)
    for place in "ABC":
        there = [school for school in schools if school.place == place]
        if sum(school.size for school in there) * len(teams) <= total:
            assert len({plan.teams.get(school.key) for school in there}) <= 1


def test_a_place_that_is_too_large_is_divided():
    schools = [School(key, place="A") for key in range(10)]
    plan = spreading.spread(schools, (1, 2), keeps_together=True)
    assert plan.loads == {1: 5, 2: 5}


def test_what_is_planned_stays_and_counts():
    schools = [
        School(1, size=30, team=1, day=date(2024, 4, 22)),
        School(2, size=10),
        School(3, size=10),
        School(4, size=10),
    ]
    plan = spreading.spread(schools, (1, 2), DAYS[:3])
    assert plan.teams == {1: 1, 2: 2, 3: 2, 4: 2}
    assert plan.days[1] == date(2024, 4, 22)
    assert [plan.days[key] for key in (2, 3, 4)] == DAYS[:3]


def test_a_team_that_is_gone_keeps_its_schools():
    plan = spreading.spread([School(1, team=9), School(2)], (1,), DAYS)
    assert plan.teams == {1: 9, 2: 1}


def test_a_team_that_is_there_goes_on():
    schools = [
        School(1, size=50, place="A", team=1),
        School(2, place="A"),
        School(3, place="A"),
    ]
    plan = spreading.spread(schools, (1, 2), keeps_together=True)
    assert set(plan.teams.values()) == {1}


def test_a_place_in_conflict_is_divided():
    schools = [
        School(1, place="A", barred=frozenset({1})),
        School(2, place="A", barred=frozenset({2})),
    ]
    plan = spreading.spread(schools, (1, 2), keeps_together=True)
    assert plan.teams == {1: 2, 2: 1}


def test_visits_are_spread_over_the_whole_time():
    schools = [School(key) for key in range(4)]
    plan = spreading.spread(schools, (1,), DAYS[:8], per_day=2)
    assert [plan.days[key] for key in range(4)] == DAYS[:8:2]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2024, 4, 29), date(2024, 5, 3), [29, 2, 3]),  # 30/4 and 1/5 are free
        (date(2024, 4, 26), date(2024, 4, 29), [26, 29]),
        (date(2024, 4, 27), date(2024, 4, 28), []),
        (date(2024, 5, 3), date(2024, 5, 2), []),
        (None, date(2024, 5, 2), []),
    ],
)
def test_working_days(start, end, expected):
    assert [day.day for day in spreading.working_days(start, end)] == expected
