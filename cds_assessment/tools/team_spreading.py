"""Which team visits which school on which day: plain data in and out, no records.

Schools are placed from the most bound to the freest, the larger ones first, each with
the team that has the least to do. So the teams' loads differ by the size of the largest
school at most, as long as neither conflicts nor full calendars stand in the way. The
same schools and teams always give the same plan.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

SATURDAY = 5
# Public holidays on fixed dates (Labour Code, article 112), as month and day. Those of
# the lunar calendar move: who plans changes such a day by hand.
HOLIDAYS = frozenset(((1, 1), (4, 30), (5, 1), (9, 2)))
# Why a school has no team.
NO_TEAM = "no_team"
CONFLICT = "conflict"
FULL = "full"


@dataclass(frozen=True, slots=True)
class School:
    """A school that a team is to visit.

    :param key: what it is called in the answer
    :param size: how much work it is, 1 or more
    :param place: schools of one place may be kept together; "" is no place
    :param barred: keys of the teams that may not assess it
    :param team: key of the team that it has already, which stays
    :param day: the day that it has already, which stays
    """

    key: int
    size: int = 1
    place: str = ""
    barred: frozenset = frozenset()
    team: int | None = None
    day: object = None


@dataclass(slots=True)
class Plan:
    """Who goes where and when.

    :param teams: key of the team by key of the school
    :param days: day of the visit by key of the school
    :param unplaced: by key of the school why it has no team: ``NO_TEAM``, ``CONFLICT``
        or ``FULL``
    :param loads: sum of the sizes by key of the team
    """

    teams: dict = field(default_factory=dict)
    days: dict = field(default_factory=dict)
    unplaced: dict = field(default_factory=dict)
    loads: dict = field(default_factory=dict)


def working_days(start, end):
    """Return the days from start to end without week-ends and holidays of fixed date.

    :param start: ``datetime.date`` or None, as ``end``; without one of them no day
    """
    if not start or not end:
        return []
    days = (start + timedelta(days=n) for n in range((end - start).days + 1))
    return [
        day
        for day in days
        if day.weekday() < SATURDAY and (day.month, day.day) not in HOLIDAYS
    ]


def spread(schools, teams, days=(), per_day=1, keeps_together=False):
    """Spread schools over teams, and their visits over days.

    :param schools: ``School`` objects, those that have a team already among them
    :param teams: keys of the teams
    :param days: days of visits in order; none: nobody gets a day, and no team is full
    :param per_day: how many schools a team visits on a day
    :param keeps_together: give schools of one place to one team, where that can be and
        they are not more than its fair share
    :rtype: Plan
    """
    spreading = _Spreading(schools, tuple(teams), tuple(days), per_day)
    spreading.place(keeps_together)
    spreading.set_days()
    return spreading.plan


class _Spreading:
    """What is known while a plan is made."""

    def __init__(self, schools, teams, days, per_day):
        ordered = sorted(schools, key=lambda school: school.key)
        self.schools = {school.key: school for school in ordered}
        self.teams = teams
        self.days = days
        self.per_day = per_day
        self.plan = Plan(loads=dict.fromkeys(teams, 0))
        self.slots = {team: self._get_free_slots(team) for team in teams}
        self.rooms = {team: len(self.slots[team]) for team in teams}
        for school in self.schools.values():
            if school.team is not None:
                self._put(school, school.team)

    def _get_free_slots(self, team):
        """Give the days that a team has left, each as often as it can go out then."""
        taken = Counter(
            school.day for school in self.schools.values() if school.team == team
        )
        return [
            day for day in self.days for _n in range(self.per_day - taken.get(day, 0))
        ]

    def place(self, keeps_together):
        """Give each school that has none a team, or say why not."""
        groups = self._get_groups(keeps_together)
        for group in sorted(groups, key=self._get_rank):
            team = self._choose(group) if self._is_within_share(group) else None
            if team is not None:
                for school in group:
                    self._put(school, team)
                continue
            for school in sorted(group, key=lambda school: self._get_rank((school,))):
                self._place_alone(school)

    def _get_groups(self, keeps_together):
        """Return what stays together: the schools of a place, or each alone."""
        groups = {}
        for school in self.schools.values():
            if school.team is None:
                place = keeps_together and school.place
                groups.setdefault(place or school.key, []).append(school)
        return groups.values()

    def _is_within_share(self, group):
        """Return whether a group is no more than a team's fair share of all the work.

        A place with more is divided: one team would go there and the others nowhere.
        """
        total = sum(school.size for school in self.schools.values())
        size = sum(school.size for school in group)
        return len(group) == 1 or size * len(self.teams) <= total

    def _get_rank(self, group):
        """Rank the most bound first, among equals the larger, then the smaller key."""
        return (
            len(self._get_allowed(group)),
            -sum(school.size for school in group),
            min(school.key for school in group),
        )

    def _get_allowed(self, group):
        return [
            team
            for team in self.teams
            if all(team not in school.barred for school in group)
        ]

    def _place_alone(self, school):
        team = self._choose((school,))
        if team is None:
            allowed = self._get_allowed((school,))
            team = next((t for t in allowed if self._make_room(t, {t})), None)
        if team is not None:
            self._put(school, team)
        elif not self.teams:
            self.plan.unplaced[school.key] = NO_TEAM
        else:
            self.plan.unplaced[school.key] = FULL if allowed else CONFLICT

    def _choose(self, group):
        """Give the team with the least to do that can take all of a group, or None.

        One that goes to the place anyway comes before the others.
        """
        teams = [
            team
            for team in self._get_allowed(group)
            if not self.days or self.rooms[team] >= len(group)
        ]
        there = self._get_teams_at(group) if len(group) > 1 else set()
        teams = [team for team in teams if team in there] or teams
        return min(teams, key=lambda team: self.plan.loads[team], default=None)

    def _get_teams_at(self, group):
        """Return the teams that visit the place of a group already."""
        places = {school.place for school in group}
        return {
            self.plan.teams[key]
            for key, school in self.schools.items()
            if key in self.plan.teams and school.place in places
        }

    def _make_room(self, team, seen):
        """Let a full team hand a school on, along a chain of teams if need be.

        :param seen: teams of the chain, which are not asked twice
        :return: whether there is room now
        """
        for key, its_team in list(self.plan.teams.items()):
            school = self.schools[key]
            if its_team != team or school.team is not None:
                continue
            for other in self._get_allowed((school,)):
                if other in seen:
                    continue
                seen.add(other)
                if self.rooms[other] > 0 or self._make_room(other, seen):
                    self._take(school, team)
                    self._put(school, other)
                    return True
        return False

    def _put(self, school, team):
        self.plan.teams[school.key] = team
        # a team that takes no part any more keeps what it has
        self.plan.loads[team] = self.plan.loads.get(team, 0) + school.size
        if school.day is None and team in self.rooms:
            self.rooms[team] -= 1

    def _take(self, school, team):
        del self.plan.teams[school.key]
        self.plan.loads[team] -= school.size
        self.rooms[team] += 1

    def set_days(self):
        """Spread each team's visits evenly over its free days, place after place."""
        for team in self.teams:
            undated = [
                school
                for key, school in self.schools.items()
                if self.plan.teams.get(key) == team and school.day is None
            ]
            undated.sort(key=lambda school: (school.place, school.key))
            slots = self.slots[team]
            dated = undated[: len(slots)]
            for number, school in enumerate(dated):
                self.plan.days[school.key] = slots[number * len(slots) // len(dated)]
        for key, school in self.schools.items():
            if school.day is not None and key in self.plan.teams:
                self.plan.days[key] = school.day
