"""Do the dates of the papers follow each other: council, plan, minutes and so on?"""

import re
from dataclasses import dataclass
from datetime import date

from .registry import Place, blocking, check, warning

# The kinds of paper whose dates must not go back, in their order.
STEPS = (
    "council_decision",
    "plan",
    "minutes",
    "report",
    "approval_decision",
    "submission",
)
# How texts cite them: the kind of paper, and what it is about. Another module, or a
# school with other words, adds to it.
CITED = {
    "council_decision": ("quyết định", "thành lập hội đồng tự đánh giá"),
    "plan": ("kế hoạch", "đánh giá mức độ chuyển đổi số"),
    "minutes": ("biên bản", "hội đồng tự đánh giá"),
    "approval_decision": ("quyết định", "phê duyệt kết quả tự đánh giá"),
    "submission": ("tờ trình", "đánh giá ngoài"),
}
_CITATION = re.compile(
    r"(?P<kind>quyết định|kế hoạch|biên bản|tờ trình)\s+số\s*(?::\s*)?"
    r"(?P<number>\d\S{0,60}?),?\s+ngày\s+"
    r"(?:(?P<day>\d{1,2})\s*/\s*(?P<month>\d{1,2})\s*/\s*(?P<year>\d{4})"
    r"|(?P<day2>\d{1,2})\s+tháng\s+(?P<month2>\d{1,2})\s+năm\s+(?P<year2>\d{4}))"
    r"(?P<about>[^;\n]{0,160})",
    re.IGNORECASE,
)
# Papers of authorities are no step of the school.
_AUTHORITY = re.compile(r"GDĐT|GD&ĐT|UBND|HĐND|TTg|BGD|SGD|PGD")


@dataclass(frozen=True, slots=True)
class Step:
    """A paper with its date, as it stands in the dossier or is cited in a text."""

    kind: str
    name: str
    date: date
    place: Place | None
    is_issued: bool


@check("papers_in_order")
def papers_in_order(dossier):
    """No paper is older than one that must come before it."""
    steps = [*_paper_steps(dossier), *_council_step(dossier)]
    yield from _find_backward(dossier.env, sorted(steps, key=_rank))


@check("citations_in_order")
def citations_in_order(dossier):
    """Nor is one that a text cites, by the dates that it says."""
    for text in dossier.texts:
        if text.kind == "paper" and text.is_settled:
            steps = _cited_steps(text)
            yield from _find_backward(dossier.env, sorted(steps, key=_rank))


@check("papers_before_the_council")
def papers_before_the_council(dossier):
    """The council was there before whatever it made."""
    [*found] = [s for s in _paper_steps(dossier) if s.kind == STEPS[0]]
    for council in (*found, *_council_step(dossier)):
        for paper in dossier.papers:
            if paper.kind not in STEPS and paper.date and paper.date < council.date:
                step = _to_step(paper)
                yield _backward(dossier.env, council, step)


@check("plan_of_the_last_day")
def plan_of_the_last_day(dossier):
    """A plan stands at the beginning, not on the day of the approval."""
    days = {paper.kind: paper.date for paper in dossier.papers if paper.date}
    approved = days.get("approval_decision")
    for paper in dossier.papers:
        if paper.kind == "plan" and paper.date and paper.date == approved:
            yield warning(
                dossier.env._(
                    "“%(paper)s” is dated %(date)s, the day on which the result is "
                    "approved.",
                    paper=paper.name,
                    date=_day(paper.date),
                ),
                paper.place,
            )


@check("papers_in_the_future")
def papers_in_the_future(dossier):
    """No paper is of a day that is still to come, or after the dossier was sent."""
    for paper in dossier.papers:
        if paper.date and dossier.sent_on and paper.date > dossier.sent_on:
            find = blocking if paper.is_issued else warning
            yield find(
                dossier.env._(
                    "“%(paper)s” is dated %(date)s, after the dossier is sent.",
                    paper=paper.name,
                    date=_day(paper.date),
                ),
                paper.place,
            )


def _paper_steps(dossier):
    return [_to_step(p) for p in dossier.papers if p.kind in STEPS and p.date]


def _to_step(paper):
    return Step(paper.kind, paper.name, paper.date, paper.place, paper.is_issued)


def _council_step(dossier):
    """Give the decision that the council bears, where it is no paper of the dossier."""
    number, day = dossier.council_decision
    if day and not any(paper.kind == STEPS[0] for paper in dossier.papers):
        name = dossier.env._("Decision %(number)s on the council", number=number)
        yield Step(STEPS[0], name, day, dossier.council_place, True)


def _cited_steps(text):
    for found in _CITATION.finditer(text.text):
        kind = _get_cited_kind(found)
        day = _get_date(found)
        if kind and day:
            name = f"{found['kind']} {found['number']}"
            yield Step(kind, name, day, text.place, False)


def _get_cited_kind(found):
    about = found["about"].casefold()
    if _AUTHORITY.search(found["number"] + found["about"].partition(" về ")[0]):
        return ""
    for kind, (title, subject) in CITED.items():
        if found["kind"].casefold() == title and subject in about:
            return kind
    return ""


def _get_date(found):
    parts = (found[name] or found[f"{name}2"] for name in ("year", "month", "day"))
    try:
        return date(*map(int, parts))
    except ValueError:
        return None


def _rank(step):
    return STEPS.index(step.kind)


def _find_backward(env, steps):
    """Find the papers that are older than the latest of those before them."""
    latest = None
    for step in steps:
        if latest and step.date < latest.date and step.kind != latest.kind:
            yield _backward(env, latest, step)
        if not latest or step.date > latest.date:
            latest = step


def _backward(env, earlier, later):
    find = blocking if earlier.is_issued and later.is_issued else warning
    sentence = env._(
        "“%(later)s” is dated %(later_date)s, before “%(earlier)s” of "
        "%(earlier_date)s, which comes first.",
        later=later.name,
        later_date=_day(later.date),
        earlier=earlier.name,
        earlier_date=_day(earlier.date),
    )
    return find(sentence, later.place)


def _day(day):
    return f"{day:%d/%m/%Y}"
