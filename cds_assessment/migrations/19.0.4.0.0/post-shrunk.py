"""Find the pictures that were made smaller when they were kept.

The file's SHA-256 was taken before Odoo shrank it (base.image_autoresize_max_px), so it
looks as if somebody had changed it. The originals are on nobody's server: people are
told which ones to upload again.
"""

from odoo import SUPERUSER_ID, api

from odoo.addons.cds_assessment.models.upgrade.shrunk_files import tell_of_shrunk


def migrate(cr, version):
    """Name each in the history of what stands on it."""
    if version:
        tell_of_shrunk(api.Environment(cr, SUPERUSER_ID, {}))
