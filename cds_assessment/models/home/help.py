"""Who needs which guide: the page behind the home's "?", and the tour for newcomers."""

PAGES = "/cds_assessment/static/guide/"
# By what somebody looks as, the highest role first: the page and the tour, if any.
GUIDES = {
    "school": (
        ("head", "hieu-truong", None),
        ("council", "thu-ky", "cds_newcomer_secretary"),
        ("contributor", "giao-vien", None),
    ),
    "authority": (
        ("authority_head", "thu-truong", None),
        ("officer", "chuyen-vien", "cds_newcomer_officer"),
        ("reviewer", "thanh-vien-doan", "cds_newcomer_team"),
    ),
}
ADMINISTRATOR = "quan-tri"


def read_help(env, place):
    """Return where somebody finds help.

    :param place: the ``cds.institution`` that they look at as its staff, or none
    :return: ``page``, the address of the guide of their role, and ``tour``, the name of
        the tour that shows the first steps; None where there is none
    """
    user = env.user
    if user.has_group("cds_assessment.group_admin"):
        return {"page": f"{PAGES}{ADMINISTRATOR}.html", "tour": None}
    for kind in (place.kind,) if place else GUIDES:
        for role, page, tour in GUIDES[kind]:
            if user.has_group(f"cds_assessment.group_{role}"):
                return {"page": f"{PAGES}{page}.html", "tour": tour}
    return None
