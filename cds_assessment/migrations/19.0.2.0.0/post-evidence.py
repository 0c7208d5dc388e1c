from odoo import SUPERUSER_ID, api

from odoo.addons.cds_assessment.models.upgrade.evidence_notes import move_notes


def migrate(cr, version):
    """Make pieces of evidence of the texts that stood beside the points."""
    if version:
        move_notes(api.Environment(cr, SUPERUSER_ID, {}))
