from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...report.dossier.texts import BOM
from ...tools.file_name import UniquePaths, safe_name
from ...tools.vietnamese import sort_key

FAILURES = "LOI.txt"


class CdsDossierBatch(models.Model):
    """The dossiers of several schools, asked for at once: one ZIP each."""

    _name = "cds.dossier.batch"
    _description = "Dossiers of Several Schools"
    _inherit = ["cds.guarded"]
    _order = "id desc"

    _guarded_fields = frozenset(("user_id", "name", "dossier_ids"))

    name = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users",
        string="Requested By",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
        default=lambda self: self.env.user,
    )
    dossier_ids = fields.Many2many(
        "cds.dossier",
        "cds_dossier_batch_rel",
        "batch_id",
        "dossier_id",
        string="Dossiers",
        readonly=True,
    )
    total = fields.Integer(compute="_compute_counts")
    done_count = fields.Integer(string="Ready", compute="_compute_counts")
    failed_count = fields.Integer(string="Failed", compute="_compute_counts")
    progress = fields.Integer(compute="_compute_counts")
    is_under_way = fields.Boolean(compute="_compute_counts")

    @api.depends("dossier_ids.state", "dossier_ids.progress")
    def _compute_counts(self):
        for batch in self:
            states = batch.dossier_ids.mapped("state")
            batch.total = len(states)
            batch.done_count = states.count("done")
            batch.failed_count = states.count("failed")
            batch.is_under_way = "queued" in states or "running" in states
            shares = [
                dossier.progress if dossier.is_under_way else 100
                for dossier in batch.dossier_ids
            ]
            batch.progress = sum(shares) // len(shares) if shares else 0

    @api.model
    def _request(self, assessments):
        """Ask for the dossiers of several assessments.

        :return: the batch; the scheduler builds its dossiers
        """
        dossiers = self.env["cds.dossier"]._request(assessments)
        years = sorted(set(assessments.mapped("school_year_id.name")))
        # sudo: batches are made by code only; the rights were checked for each dossier
        batch = self.sudo().create(
            {
                "user_id": self.env.uid,
                "name": self.env._(
                    "%(count)s schools, %(years)s",
                    count=len(assessments),
                    years=", ".join(years),
                ),
                "dossier_ids": [Command.set(dossiers.ids)],
            }
        )
        dossiers._queue()
        return batch.sudo(self.env.su)

    def action_download(self):
        """Download the dossiers that are ready, with a list of the others.

        :raise UserError: while none is ready
        """
        self.ensure_one()
        self.check_access("read")
        if not self.done_count:
            raise UserError(self.env._("No dossier is ready yet."))
        return {
            "type": "ir.actions.act_url",
            "url": f"/cds_assessment/dossier_batches/{self.id}.zip",
            "target": "download",
        }

    def _get_files(self):
        """Return the ZIPs that are ready, and why the others are not there.

        :return: pairs of name and path, and a sentence for each dossier with a fault
        """
        self.ensure_one()
        files, faults, paths = [], [], UniquePaths()
        for dossier in self.dossier_ids.sorted(
            lambda dossier: sort_key(dossier.display_name)
        ):
            if dossier.state != "done":
                reason = dossier.error or self.env._("not ready yet")
                faults.append(f"{dossier.display_name}: {reason}")
                continue
            try:
                dossier._check_may_download()
                path = dossier._get_path()
            except UserError as error:
                faults.append(f"{dossier.display_name}: {error}")
                continue
            files.append(
                (paths.add("", dossier.name.removesuffix(".zip"), "zip"), path)
            )
            if dossier.warnings:
                faults.append(f"{dossier.display_name}: {dossier.warnings}")
        return files, faults

    def _get_texts(self, faults):
        """Return the list of faults as a file, if there are any."""
        if not faults:
            return []
        content = "\r\n".join(faults).replace("\r\n", "\n").replace("\n", "\r\n")
        return [(FAILURES, f"{BOM}{content}\r\n".encode())]

    def _get_file_name(self):
        """Name its ZIP by how many dossiers it has, without an ending."""
        self.ensure_one()
        years = sorted(set(self.dossier_ids.mapped("school_year_id.name")))
        return safe_name("Bo ho so", f"{len(self.dossier_ids)} don vi", *years)
