from odoo import SUPERUSER_ID, api

RULES = ("staff", "authority")


def migrate(cr, version):
    """Let officers keep what is below their own authority, and read the rest alone.

    Rules are not updated, administrators may have changed them: the one that lets write
    comes anew with the add-on, the former ones keep the reading.
    """
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name in RULES:
        rule = env.ref(f"cds_assessment.cds_institution_rule_{name}", False)
        if rule:
            rule.write(
                {"perm_write": False, "perm_create": False, "perm_unlink": False}
            )
