from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.states import STATES


class CdsAssessment(models.Model):
    """The first dossier of a year by one click, and the receipt of its last one."""

    # The dossier is cut by topic, a file each.
    _inherit = "cds.assessment"

    receipt = fields.Char(
        compute="_compute_receipt",
        help="When the dossier was submitted, and to whom.",
    )

    @api.depends("submitted_on", "state", "institution_id")
    @api.depends_context("lang", "tz")
    def _compute_receipt(self):
        for assessment in self:
            assessment.receipt = False
            if not assessment.submitted_on or STATES[assessment.state].is_editable:
                continue
            on = fields.Datetime.context_timestamp(assessment, assessment.submitted_on)
            # sudo: whom it was submitted to is the school's to know
            assessor = assessment.sudo().institution_id._get_assessor()
            assessment.receipt = self.env._(
                "Submitted to %(authority)s at %(time)s.",
                authority=assessor.name or "–",
                time=on.strftime("%H:%M, %d/%m/%Y"),
            )

    @api.model
    def action_start_year(self):
        """Open the dossier of this school year in self-scoring, made if there is none.

        :return: an action: the dossier, or the form of a new one where the school or
            the set of criteria is to be chosen
        :raise UserError: where no school year runs, or the user cannot start
        :raise AccessError: for roles that make no dossiers
        """
        self.check_access("create")
        year = self.env["cds.school.year"]._get_current()
        if not year:
            raise UserError(self.env._("No school year is entered for today."))
        school = self.env["res.users"]._get_only_institution("school")
        framework = self._default_framework_id()
        if not school or not framework:
            return self._get_year_action(self.browse())
        dossier = self.search(
            [
                ("institution_id", "=", school.id),
                ("school_year_id", "=", year.id),
                ("state", "!=", "cancelled"),
            ],
            limit=1,
        ) or self.create(
            {
                "institution_id": school.id,
                "framework_id": framework.id,
                "school_year_id": year.id,
            }
        )
        if dossier.state == "draft":
            dossier.action_start()
        return self._get_year_action(dossier)

    def _get_year_action(self, dossier):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cds_assessment.cds_assessment_action"
        )
        return {**action, "views": [(False, "form")], "res_id": dossier.id}
