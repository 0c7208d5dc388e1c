"""The first steps on an empty database, for its administrator: each done once."""

from .shown import window


def read_first_steps(env):
    """Return what an administrator does first.

    :return: None for others, and once all is done; ``steps``, each with its name,
        whether it ``is_done``, what to do in words and the action it opens, and
        ``sample``: whether the sample school is there
    """
    if not env.user.has_group("cds_assessment.group_admin"):
        return None
    steps = _read_steps(env)
    has_sample = bool(env["cds.institution"]._get_sample())
    if all(step["is_done"] for step in steps) and not has_sample:
        return None
    return {"steps": steps, "sample": has_sample}


def _read_steps(env):
    own = [("is_sample", "=", False)]
    published = [("state", "=", "published")]
    staff = [("cds_institution_ids", "any", own), ("id", "!=", env.uid)]
    dossiers = [("institution_id", "any", own)]
    return [
        {
            "label": label,
            "words": words,
            "is_done": bool(env[model].search_count(domain, limit=1)),
            "open": opened,
        }
        for label, words, model, domain, opened in (
            (
                env._("My institution"),
                env._("Enter your authority or school."),
                "cds.institution",
                own,
                window(env, "cds_institution_action"),
            ),
            (
                env._("Criteria"),
                env._("Decision 4725 is there; publish other sets of your own."),
                "cds.framework",
                published,
                window(env, "cds_framework_action"),
            ),
            (
                env._("People"),
                env._("Give users a role, and make them staff of the institution."),
                "res.users",
                staff,
                env["ir.actions.actions"]._for_xml_id("base.action_res_users"),
            ),
            (
                env._("First dossier"),
                env._("A school begins its year, or an authority a campaign."),
                "cds.assessment",
                dossiers,
                window(env, "cds_campaign_action"),
            ),
        )
    ]
