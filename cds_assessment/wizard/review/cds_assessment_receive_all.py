from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...tools.vietnamese import sort_key


class CdsAssessmentReceiveAll(models.TransientModel):
    """Submitted dossiers that are received at once, each by its planned team."""

    _name = "cds.assessment.receive.all"
    _description = "Receive Submitted Dossiers"

    assessment_ids = fields.Many2many(
        "cds.assessment",
        "cds_assessment_receive_all_rel",
        "dialog_id",
        "assessment_id",
        string="Assessments",
        readonly=True,
    )
    preview = fields.Html(compute="_compute_preview", sanitize=False)
    ready_count = fields.Integer(compute="_compute_preview")
    failures = fields.Json(readonly=True)
    received_count = fields.Integer(readonly=True)
    is_done = fields.Boolean(readonly=True)

    @api.depends("assessment_ids", "is_done")
    @api.depends_context("lang", "uid")
    def _compute_preview(self):
        for dialog in self:
            if dialog.is_done:
                dialog.ready_count = 0
                dialog.preview = dialog._render(dialog.failures or [])
                continue
            rows = dialog._get_rows()
            dialog.ready_count = len([row for row in rows if not row["problem"]])
            dialog.preview = dialog._render(rows)

    def action_apply(self):
        """Receive what can be received; the rest is told by name and reason."""
        self.ensure_one()
        failures = []
        for row in self._get_rows():
            if not row["problem"]:
                row["problem"] = self._receive(row)
            if row["problem"]:
                failures.append(row)
        count = len(self.assessment_ids)
        self.write(
            {
                "failures": failures,
                "received_count": count - len(failures),
                "is_done": True,
            }
        )
        return self._open()

    def _receive(self, row):
        """Receive one dossier; one that fails does not take the others along.

        :return: why it failed, "" if it did not
        """
        try:
            with self.env.cr.savepoint():
                self.env["cds.assessment"].browse(row["id"])._receive(
                    self.env["cds.council"].browse(row["team_id"])
                )
        except UserError as error:
            return str(error)
        return ""

    def _get_rows(self):
        """Give the dossiers with the teams planned, and why one cannot be received."""
        self.ensure_one()
        dossiers = self.assessment_ids._filtered_access("read")
        visits = self.env["cds.team.visit"]._find_for(dossiers)
        return [
            {
                "id": dossier.id,
                "name": dossier.display_name,
                "team_id": visits[dossier].team_id.id,
                "team": visits[dossier].team_id.name or "",
                "day": visits[dossier]._get_printed_days(),
                "problem": self._get_problem(dossier, visits[dossier].team_id),
            }
            for dossier in dossiers.sorted(lambda d: sort_key(d.display_name))
        ]

    def _get_problem(self, dossier, team):
        reason = dossier._get_cannot_receive_reason()
        if not reason and not team:
            reason = self.env._("No team is planned for this school.")
        return reason or " ".join(dossier._get_team_problems(team))

    def _render(self, rows):
        return self.env["ir.qweb"]._render(
            "cds_assessment.receive_all_preview",
            {"rows": rows, "is_done": self.is_done},
        )

    @api.model
    def _open_for(self, assessments):
        return self.create({"assessment_ids": [Command.set(assessments.ids)]})._open()

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Receive Submitted Dossiers"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }
