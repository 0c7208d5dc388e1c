"""Is there a council that may decide?"""

from .registry import blocking, check


@check("council")
def council(dossier):
    """There is a council, with all that it needs."""
    if dossier.council_problems is None:
        yield blocking(
            dossier.env._("The dossier names no self-assessment council."),
            dossier.place,
        )
        return
    for problem in dossier.council_problems:
        yield blocking(
            dossier.env._("Self-assessment council: %(problem)s", problem=problem),
            dossier.council_place,
        )
