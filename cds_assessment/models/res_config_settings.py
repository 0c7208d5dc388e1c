from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.public_address import PARAMETER, is_reachable
from ..tools.reminder_plan import DEFAULT_AFTER, DEFAULT_BEFORE, MOST_DAYS, parse_days
from .assessment.cds_council import DEFAULT_INSPECTION_MINIMUM, DEFAULT_MINIMUM
from .common.cds_remarked import DEFAULT_MAX_MB
from .dossier.cds_dossier import DEFAULT_AT_ONCE_MB, DEFAULT_DAYS, DEFAULT_VOLUME_MB
from .review.cds_review_reply import DEFAULT_REPLY_DAYS


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
    cds_public_address = fields.Char(
        string="Public Address",
        config_parameter=PARAMETER,
        help="What the QR codes of certificates and published results begin with.",
    )
    cds_reply_days = fields.Integer(
        string="Days for the School's Reply",
        config_parameter="cds_assessment.reply_days",
        default=DEFAULT_REPLY_DAYS,
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
    cds_reminder_before = fields.Char(
        string="Days Before the Date",
        config_parameter="cds_assessment.reminder_before",
        default=DEFAULT_BEFORE,
    )
    cds_reminder_after = fields.Char(
        string="Days After the Date",
        config_parameter="cds_assessment.reminder_after",
        default=DEFAULT_AFTER,
    )

    @api.constrains("cds_public_address")
    def _check_public_address(self):
        for settings in self:
            address = (settings.cds_public_address or "").strip()
            if address and not is_reachable(address):
                raise ValidationError(
                    self.env._(
                        "“%(address)s” is no address that everybody can open: write "
                        "it whole, for instance https://cds.example.edu.vn.",
                        address=address,
                    )
                )

    @api.constrains("cds_reminder_before", "cds_reminder_after")
    def _check_reminder_days(self):
        for settings in self:
            for text in (settings.cds_reminder_before, settings.cds_reminder_after):
                try:
                    parse_days(text)
                except ValueError as error:
                    raise ValidationError(
                        self.env._(
                            "“%(text)s”: write numbers of days from 0 to %(most)s, "
                            "divided by commas, for instance 7, 1.",
                            text=text,
                            most=MOST_DAYS,
                        )
                    ) from error
