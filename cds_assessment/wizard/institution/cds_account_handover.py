from odoo import fields, models


class CdsAccountHandover(models.TransientModel):
    """Who takes an account over: a new head, a new secretary."""

    _name = "cds.account.handover"
    _description = "Hand an Account Over"

    account_id = fields.Many2one(
        "cds.account", required=True, readonly=True, ondelete="cascade"
    )
    login = fields.Char(related="account_id.login")
    old_name = fields.Char(string="From", related="account_id.name")
    name = fields.Char(string="To", required=True)
    email = fields.Char(string="E-mail")

    def action_apply(self):
        """Hand the account over, and print the slip of who takes it."""
        self.ensure_one()
        account = self.account_id._hand_over(self.name, self.email)
        return account.action_print_slips()
