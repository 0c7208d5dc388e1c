from odoo import fields, models

from .cds_council import DEFAULT_INSPECTION_MINIMUM, DEFAULT_MINIMUM
from .cds_dossier import DEFAULT_AT_ONCE_MB, DEFAULT_DAYS, DEFAULT_VOLUME_MB
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
    cds_inspection_council_minimum = fields.Integer(
        string="Members of a Board of Internal Inspection",
        config_parameter="cds_assessment.inspection_council_minimum",
        default=DEFAULT_INSPECTION_MINIMUM,
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
    cds_dossier_days = fields.Integer(
        string="Days That Dossiers Are Kept",
        config_parameter="cds_assessment.dossier_days",
        default=DEFAULT_DAYS,
    )
    cds_dossier_volume_mb = fields.Integer(
        string="Largest Volume of a Bound Dossier (MB)",
        config_parameter="cds_assessment.volume_mb",
        default=DEFAULT_VOLUME_MB,
    )
    cds_dossier_at_once_mb = fields.Integer(
        string="Largest Dossier Built at Once (MB)",
        config_parameter="cds_assessment.dossier_at_once_mb",
        default=DEFAULT_AT_ONCE_MB,
    )
