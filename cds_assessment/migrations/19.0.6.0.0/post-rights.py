from odoo import SUPERUSER_ID, api

RULES = ("cds_deliverable", "cds_recognition", "cds_publication")


def migrate(cr, version):
    """Let staff of authorities above read alone what is an authority's own to change.

    Rules are not updated, administrators may have changed them: the ones that let
    write come anew with the add-on, the former ones keep the reading.
    """
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name in RULES:
        rule = env.ref(f"cds_assessment.{name}_rule_authority", False)
        if rule:
            rule.write(
                {"perm_write": False, "perm_create": False, "perm_unlink": False}
            )
