"""Do the conditions hold that the set of criteria makes?"""

from .registry import blocking, check, warning


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
