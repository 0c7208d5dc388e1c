"""Is every point proved, by papers that are in force and of this school year?"""

from .registry import blocking, check, remark, warning


@check("evidence_missing")
def evidence_missing(dossier):
    """Points, and conditions that are met, need a piece that was accepted.

    Items with one fault are told of together: it is put right in one go.
    """
    groups = {}
    for item in dossier.items:
        states = {use.state for use in item.uses} - {"dropped"}
        if (item.points > 0 or item.is_met) and "accepted" not in states:
            sentence = _missing_sentence(dossier.env, states)
            groups.setdefault(sentence, []).append(item)
    for sentence, items in groups.items():
        first = items[0]
        if len(items) == 1:
            yield blocking(f"{first.code} {first.name}: {sentence}", first.place)
            continue
        yield blocking(
            dossier.env._(
                "%(count)s items: %(why)s (%(codes)s)",
                count=len(items),
                why=sentence,
                codes=", ".join(item.code for item in items),
            ),
            first.place,
        )


def _missing_sentence(env, states):
    if "submitted" in states:
        return env._("its evidence has not been accepted yet.")
    if "carried" in states:
        return env._("last year's evidence has not been answered.")
    if states:
        return env._("its evidence has been rejected.")
    return env._("no evidence proves it.")


@check("evidence_expired")
def evidence_expired(dossier):
    """A piece must still have been in force."""
    since = max(filter(None, (dossier.year_start, dossier.dated)), default=None)
    for use in dossier.uses:
        if use.is_valid and since and use.valid_until and use.valid_until < since:
            yield warning(
                dossier.env._(
                    "Evidence %(code)s “%(name)s” was valid until %(date)s only.",
                    code=use.code,
                    name=use.name,
                    date=_day(use.valid_until),
                ),
                use.place,
            )


@check("evidence_of_another_year")
def evidence_of_another_year(dossier):
    """A piece proves the school year that it says."""
    for use in dossier.uses:
        if use.is_valid and use.year and use.year != dossier.years[1]:
            yield warning(
                dossier.env._(
                    "Evidence %(code)s “%(name)s” is of the school year %(year)s.",
                    code=use.code,
                    name=use.name,
                    year=use.year,
                ),
                use.place,
            )


@check("evidence_after_the_council")
def evidence_after_the_council(dossier):
    """What came after the council's minutes cannot have lain before it."""
    minutes = [p for p in dossier.papers if p.kind == "minutes" and p.date]
    for use in dossier.uses:
        for paper in minutes:
            if use.is_valid and use.date and use.date > paper.date:
                yield remark(
                    dossier.env._(
                        "Evidence %(code)s “%(name)s” of %(date)s is later than the "
                        "council's minutes of %(minutes)s.",
                        code=use.code,
                        name=use.name,
                        date=_day(use.date),
                        minutes=_day(paper.date),
                    ),
                    use.place,
                )


def _day(day):
    return f"{day:%d/%m/%Y}"
