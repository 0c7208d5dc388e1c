"""Let schools read a review once it is sent to them, and write only their reply.

The rules' file is not read again, and before 19.0.3.0.0 a school wrote on closed
reviews. New rules come with the update; these two change. Open and closed reviews stay
what they are: an open one is sent to the school before it closes.
"""

from odoo import SUPERUSER_ID, api

RULES = {
    "cds_review_rule_staff": "",
    "cds_review_line_rule_staff": "review_id.",
}


def migrate(cr, version):
    """Rewrite the rules of schools for reviews and their items."""
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name, path in RULES.items():
        rule = env.ref(f"cds_assessment.{name}", raise_if_not_found=False)
        if rule:
            rule.write(
                {
                    "domain_force": (
                        f"['&', ('{path}state', 'in', ('shared', 'closed')), "
                        f"('{path}institution_id', 'in', "
                        "user.cds_institution_ids.ids)]"
                    ),
                    "perm_write": False,
                    "perm_create": False,
                    "perm_unlink": False,
                }
            )
