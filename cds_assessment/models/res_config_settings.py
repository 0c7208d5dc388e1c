from odoo import fields, models

from .cds_council import DEFAULT_MINIMUM
from .cds_evidence import DEFAULT_MAX_MB


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    cds_self_council_minimum = fields.Integer(
        string="Members of a Self-assessment Council",
        config_parameter="cds_assessment.self_council_minimum",
        default=DEFAULT_MINIMUM,
    )
    cds_external_council_minimum = fields.Integer(
        string="Members of an External Team",
        config_parameter="cds_assessment.external_council_minimum",
        default=DEFAULT_MINIMUM,
    )
    cds_evidence_max_mb = fields.Integer(
        string="Largest File of Evidence (MB)",
        config_parameter="cds_assessment.evidence_max_mb",
        default=DEFAULT_MAX_MB,
    )
    cds_unsigned_papers = fields.Selection(
        [("warning", "Warning"), ("blocking", "Must Be Corrected")],
        string="Papers Without Signed Scan",
        config_parameter="cds_assessment.unsigned_papers",
        default="warning",
    )
