"""Are all papers there, issued, signed and up to date?"""

from dataclasses import replace

from ....tools.states import ISSUED
from .registry import Finding, Place, blocking, check, remark, warning


@check("papers_missing")
def papers_missing(dossier):
    """The papers that belong to a dossier are there, for each criterion if need be."""
    have = {(paper.kind, paper.criterion) for paper in dossier.papers}
    for required in dossier.required:
        missing = [c for c in required.criteria if (required.kind, c) not in have]
        if not missing:
            continue
        if missing == [""]:
            sentence = dossier.env._("“%(paper)s” is missing.", paper=required.name)
        else:
            sentence = dossier.env._(
                "“%(paper)s” is missing for the criteria %(codes)s.",
                paper=required.name,
                codes=", ".join(missing),
            )
        yield blocking(sentence, replace(dossier.place, action="action_make_papers"))


@check("papers_not_issued")
def papers_not_issued(dossier):
    """A draft is no paper yet."""
    required = {kind.kind for kind in dossier.required}
    for paper in dossier.papers:
        if paper.state == "draft":
            find = blocking if paper.kind in required else remark
            yield find(
                dossier.env._("“%(paper)s” is only a draft.", paper=paper.name),
                paper.place,
            )


@check("minutes_open")
def minutes_open(dossier):
    """Minutes say who was there, and that they were read out."""
    for paper in dossier.papers:
        if paper.has_open_attendance:
            yield warning(
                dossier.env._(
                    "“%(paper)s” does not say who was there, or that it was read out: "
                    "the lines are blank.",
                    paper=paper.name,
                ),
                paper.place,
            )


@check("papers_of_one_day")
def papers_of_one_day(dossier):
    """A plan, minutes and a decision that all bear one date were not made in turn."""
    days = {paper.date for paper in dossier.papers if paper.date}
    kinds = {paper.kind for paper in dossier.papers if paper.date}
    if len(days) == 1 and len(kinds) > 3:
        yield warning(
            dossier.env._(
                "All papers are dated %(date)s, the plan as well as what came of it.",
                date=f"{days.pop():%d/%m/%Y}",
            ),
            dossier.papers[0].place,
        )


@check("papers_unsigned")
def papers_unsigned(dossier):
    """The signed scans are there; those that are not are told of together."""
    unsigned = {}
    for paper in dossier.papers:
        if paper.state == "issued":
            unsigned.setdefault(paper.kind_name, []).append(paper)
    if not unsigned:
        return
    names = []
    for kind_name, papers in unsigned.items():
        codes = ", ".join(filter(None, (paper.criterion for paper in papers)))
        names.append(f"{kind_name} ({codes})" if codes else kind_name)
    sentence = dossier.env._(
        "%(count)s papers have no signed scan: %(papers)s.",
        count=sum(map(len, unsigned.values())),
        papers="; ".join(names),
    )
    place = replace(dossier.place, action="action_add_scans")
    yield Finding(dossier.unsigned, sentence, place)


@check("papers_outdated")
def papers_outdated(dossier):
    """Figures that an issued paper tells are still those of the profile."""
    for paper in dossier.papers:
        if paper.is_issued and paper.is_outdated:
            yield warning(
                dossier.env._(
                    "“%(paper)s” tells figures that have changed since: %(note)s.",
                    paper=paper.name,
                    note="; ".join(paper.note.splitlines()),
                ),
                paper.place,
            )


@check("papers_differ_from_data", is_slow=True)
def papers_differ_from_data(dossier):
    """What issued papers tell in tables is what the dossier says by now.

    It is not where a dossier was returned, and points were changed after the minutes.
    """
    # sudo: what is wrong with a dossier does not depend on who looks
    for paper in dossier.assessment.sudo().document_ids:
        if paper.state in ISSUED and paper._is_told_otherwise():
            yield warning(
                dossier.env._(
                    "“%(paper)s” does not tell what the dossier says by now (points, "
                    "evidence or people have changed): cancel it and issue it anew.",
                    paper=paper.display_name,
                ),
                Place(paper._name, paper.id, "state"),
            )
