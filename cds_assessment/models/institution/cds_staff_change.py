from odoo import api, fields, models


class CdsStaffChange(models.Model):
    """Who became staff of an institution or ceased to be, and by whom.

    To act for an institution one is its staff, and administrators can make themselves
    so: the ledger shows it. Nobody writes it by hand.
    """

    _name = "cds.staff.change"
    _description = "Change of Staff"
    _order = "id desc"
    _rec_name = "user_id"

    institution_id = fields.Many2one(
        "cds.institution", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="institution_id.company_id", store=True, index="btree_not_null"
    )
    user_id = fields.Many2one(
        "res.users", required=True, readonly=True, ondelete="cascade", index=True
    )
    kind = fields.Selection(
        [("joined", "Became staff"), ("left", "Left")],
        string="What Changed",
        required=True,
        readonly=True,
    )
    changed_by_id = fields.Many2one(
        "res.users", required=True, readonly=True, ondelete="restrict"
    )

    @api.model
    def _record(self, before, after):
        """Keep what is different between two readings of who works where.

        :param before: set of pairs of ids: an institution, and a user who is its staff
        :param after: the same, later
        """
        changes = {"joined": after - before, "left": before - after}
        # sudo: the ledger is kept by who changes staff, and written by nobody
        self.sudo().create(
            [
                {
                    "institution_id": institution,
                    "user_id": user,
                    "kind": kind,
                    "changed_by_id": self.env.uid,
                }
                for kind, pairs in changes.items()
                for institution, user in sorted(pairs)
            ]
        )
