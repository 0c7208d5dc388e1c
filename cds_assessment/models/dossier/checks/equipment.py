"""Does the dossier know how old the school's equipment is?"""

from .registry import check, remark

# Source-003 calls projectors of eight years worn out: from then on they are told of.
OLD_YEARS = 8


@check("equipment_old")
def equipment_old(dossier):
    """What has been in use for long is likely to belong to the weaknesses."""
    if not dossier.year_start:
        return
    end = dossier.year_start.year + 1  # a school year ends in the year after
    for piece in dossier.equipment:
        age = end - piece.year if piece.year else 0
        if age >= OLD_YEARS:
            yield remark(
                dossier.env._(
                    "%(equipment)s: in use since %(year)s, for %(age)s years.",
                    equipment=piece.name,
                    year=piece.year,
                    age=age,
                ),
                piece.place,
            )
