from odoo import api, fields, models
from odoo.exceptions import UserError


class CdsAssessment(models.Model):
    """The certificate that a dossier came to, and drafting decisions from a list."""

    _inherit = "cds.assessment"

    certificate_ids = fields.One2many(
        "cds.certificate", "assessment_id", string="Certificates", readonly=True
    )
    certificate_count = fields.Integer(compute="_compute_certificate")
    certificate_withdrawn_on = fields.Date(compute="_compute_certificate")

    @api.depends("certificate_ids.state", "certificate_ids.withdrawn_on")
    def _compute_certificate(self):
        for assessment in self:
            # sudo: that a certificate was issued or withdrawn is public
            issued = assessment.sudo().certificate_ids.filtered(
                lambda certificate: certificate.state != "draft"
            )
            assessment.certificate_count = len(issued)
            assessment.certificate_withdrawn_on = issued.withdrawn_on

    def action_open_certificate(self):
        """Open the certificate of the dossier."""
        self.ensure_one()
        self.check_access("read")
        certificate = self.env["cds.certificate"].search(
            [("assessment_id", "=", self.id)]
        )
        if not certificate:
            raise UserError(self.env._("The dossier has no certificate."))
        return certificate._get_records_action(name=self.env._("Certificate"))

    def action_draft_recognition(self):
        """Draft a decision about the selected dossiers, for each authority and year.

        :raise UserError: for one that cannot be recognised
        """
        self.check_access("read")
        self.env["cds.recognition"].check_access("create")
        recognitions = self.env["cds.recognition"]
        for (authority, year, campaign), dossiers in self.grouped(
            lambda assessment: assessment._get_recognised_with()
        ).items():
            if not authority:
                raise UserError(
                    self.env._(
                        "“%(name)s” is assessed by no authority.",
                        name=dossiers[0].display_name,
                    )
                )
            recognition = recognitions.create(
                {
                    "authority_id": authority.id,
                    "school_year_id": year.id,
                    "campaign_id": campaign.id,
                }
            )
            recognition._take_in(dossiers)
            recognitions |= recognition
        return recognitions._get_records_action(name=self.env._("Recognition"))

    def _get_recognised_with(self):
        """Return authority, school year and campaign that one decision is about."""
        # sudo: the authority may be out of the user's sight; creating checks
        dossier = self.sudo()
        campaign = dossier.campaign_id
        authority = campaign.authority_id or dossier.institution_id._get_assessor()
        return authority, dossier.school_year_id, campaign
