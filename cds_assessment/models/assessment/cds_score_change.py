from odoo import api, fields, models
from odoo.exceptions import UserError


class CdsScoreChange(models.Model):
    """The ledger of points: what each hand gave before and after, who, when and why.

    It is written by the models of the lines, for the superuser too. Nobody edits or
    deletes a row. What the external team changes on its own sheet names the item of the
    sheet; until the sheet is closed, the team alone sees it.
    """

    _name = "cds.score.change"
    _description = "Change of Points"
    _order = "id desc"
    _rec_names_search = ["line_id"]
    _log_access = True

    line_id = fields.Many2one(
        "cds.assessment.line",
        string="Item",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    assessment_id = fields.Many2one(
        "cds.assessment",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    hand = fields.Selection(
        lambda self: self.env["cds.assessment.line"]._hand_labels(),
        string="Points Of",
        required=True,
        readonly=True,
    )
    old_points = fields.Float(
        string="Before", digits=(6, 2), readonly=True, aggregator=None
    )
    new_points = fields.Float(
        string="After", digits=(6, 2), readonly=True, aggregator=None
    )
    old_met = fields.Boolean(string="Met Before", readonly=True)
    new_met = fields.Boolean(string="Met After", readonly=True)
    reason = fields.Text(readonly=True)
    is_taken_over = fields.Boolean(
        string="Taken Over",
        readonly=True,
        help="A hand began as a copy of the one before: nobody changed these points.",
    )
    round = fields.Integer(
        readonly=True,
        aggregator=None,
        help="In which round of the dossier: each return for supplement begins one.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Changed By",
        required=True,
        readonly=True,
        ondelete="restrict",
        default=lambda self: self.env.uid,
    )
    date = fields.Datetime(
        string="Changed On",
        required=True,
        readonly=True,
        default=lambda self: self.env.cr.now(),
    )

    @api.model
    def _prepare(self, item, hand, before, after, **more):
        """Return the row that keeps a change of the points of an item.

        :param item: ``cds.assessment.line``
        :param hand: whose points they are
        :param before: pair of points and of whether it was met
        :param after: the same, now
        :param more: further values, ``reason`` among them
        """
        (old_points, old_met), (new_points, new_met) = before, after
        return {
            "line_id": item.id,
            "assessment_id": item.assessment_id.id,
            "hand": hand,
            "old_points": float(old_points),
            "old_met": old_met,
            "new_points": float(new_points),
            "new_met": new_met,
            "round": item.assessment_id.round,
            "user_id": self.env.uid,
            **more,
        }

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse rows by hand.

        :raise UserError: outside of superuser mode
        """
        if not self.env.su:
            raise UserError(self.env._("The history of points writes itself."))
        return super().create(vals_list)

    def write(self, vals):
        """Refuse any change, whoever writes.

        :raise UserError: always
        """
        if self:
            raise UserError(self.env._("The history of points cannot be changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The history of points cannot be deleted."))
