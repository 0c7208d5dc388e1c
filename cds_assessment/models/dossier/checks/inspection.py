"""What do the school's own inspections leave open?"""

from .registry import check, remark


@check("inspections_not_concluded")
def inspections_not_concluded(dossier):
    """What was planned for the school year is concluded when the dossier is sent."""
    for inspection in dossier.inspections:
        if not inspection.is_concluded:
            yield remark(
                dossier.env._(
                    "The inspection “%(name)s” is not concluded.", name=inspection.name
                ),
                inspection.place,
            )


@check("recommendations_late")
def recommendations_late(dossier):
    """Recommendations were carried out by the day when they were to be."""
    for inspection in dossier.inspections:
        late = [d for d in inspection.deadlines if d < dossier.sent_on]
        if late:
            yield remark(
                dossier.env._(
                    "%(count)s recommendations of the inspection “%(name)s” are late, "
                    "the first since %(date)s.",
                    count=len(late),
                    name=inspection.name,
                    date=f"{late[0]:%d/%m/%Y}",
                ),
                inspection.place,
            )
