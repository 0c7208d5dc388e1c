"""Do the conditions of the set of criteria hold, and do texts fit the points?"""

from ....tools.plain_text import says_something
from .registry import blocking, check, warning

# Below this part of its maximum an item has something that is to be improved.
LOW = 2


@check("mandatory_unmet")
def mandatory_unmet(dossier):
    """A condition that is not met stops the dossier where the rules say so."""
    find = blocking if dossier.mandatory_policy == "block" else warning
    for item in dossier.items:
        if item.is_mandatory and not item.is_met:
            yield find(
                dossier.env._(
                    "Mandatory condition not met: %(code)s %(name)s.",
                    code=item.code,
                    name=item.name,
                ),
                item.place,
            )


@check("weaknesses_missing")
def weaknesses_missing(dossier):
    """Where less than half of the points were given, the dossier says what is weak."""
    silent = [
        item
        for item in dossier.items
        if item.max_points
        and item.points * LOW < item.max_points
        and not says_something(item.weaknesses)
    ]
    if silent:
        yield warning(
            dossier.env._(
                "%(count)s items have less than half of their points and no weakness "
                "is named: %(codes)s.",
                count=len(silent),
                codes=", ".join(item.code for item in silent),
            ),
            silent[0].place,
        )
