"""Who acts for an authority: its staff, and those of the authorities above it."""


def cannot_reason(authority, role):
    """Say why the user cannot act for an authority (empty: they can).

    :param authority: a ``cds.institution`` record
    :param role: a group of this add-on, without prefix
    """
    env = authority.env
    if env.su:
        return ""
    if not env.user.has_group(f"cds_assessment.group_{role}"):
        return env._("Your role does not allow this.")
    # sudo: whose turn it is does not depend on which institutions the user sees
    if not path_ids(authority.sudo()) & set(env.user.cds_institution_ids.ids):
        return env._("You do not belong to the institution whose turn it is.")
    return ""


def path_ids(institution):
    """Give the ids of an institution and of all above it."""
    return {int(key) for key in (institution.parent_path or "").split("/") if key}
