"""Keep papers of inspections from those who see nothing of the inspection."""

from odoo import SUPERUSER_ID, api

STAFF = (
    "[('{p}institution_id', 'in', user.cds_institution_ids.ids), "
    "('{p}inspection_id', '=', False)]"
)
AUTHORITY = (
    "['&', ('{p}state', 'in', ('issued', 'signed')), "
    "'&', '|', ('{p}inspection_id', '=', False), "
    "('{p}inspection_id.state', 'in', ('concluded', 'followed_up')), "
    "'|', ('{p}institution_id', 'child_of', user.cds_institution_ids.ids), "
    "('{p}institution_id.assessor_id', 'child_of', user.cds_institution_ids.ids)]"
)


def migrate(cr, version):
    """Narrow the rules that were written before, which updates leave alone."""
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    for model, path in (
        ("cds_document", ""),
        ("cds_document_section", "document_id."),
    ):
        for name, domain in (("staff", STAFF), ("authority", AUTHORITY)):
            rule = env.ref(f"cds_assessment.{model}_rule_{name}")
            rule.domain_force = domain.format(p=path)
