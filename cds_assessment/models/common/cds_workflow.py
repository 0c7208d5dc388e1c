from odoo import api, fields, models


class CdsWorkflow(models.AbstractModel):
    """Records that move on by actions: what is offered, and what keeps a user from it.

    Each action has a ``_get_cannot_<action>_reason()``, which feeds the button, the
    error (:meth:`_check_can`) and the tests. A model says further:

    - :meth:`_get_open_actions`: the actions of the record's state;
    - :meth:`_get_offered_actions`: which of them the user is shown, by default all;
    - :meth:`_get_refusal_dependencies`: the fields that the reasons follow.
    """

    _name = "cds.workflow"
    _description = "Record That Moves On by Actions"
    _inherit = ["cds.guarded"]

    refusals = fields.Json(
        compute="_compute_refusals",
        help="For each action of the state: why the user cannot take it, or nothing.",
    )
    offered_actions = fields.Json(
        compute="_compute_offered_actions",
        help="The actions of the state that the user is shown.",
    )

    @api.depends(lambda self: self._get_refusal_dependencies())
    @api.depends_context("uid", "lang")
    def _compute_refusals(self):
        for record in self:
            record.refusals = record._get_reasons(record._get_open_actions())

    @api.depends(lambda self: self._get_refusal_dependencies())
    @api.depends_context("uid", "lang")
    def _compute_offered_actions(self):
        for record in self:
            record.offered_actions = record._get_offered_actions()

    @api.model
    def _get_refusal_dependencies(self):
        """Return the fields that the reasons follow, as for ``api.depends``."""
        return ["state"]

    def _get_open_actions(self):
        """Return the actions of the record's state, as a list."""
        return []

    def _get_offered_actions(self):
        """Return the actions that the user is shown, as a list."""
        return list(self.refusals or ())  # an empty one is read as False

    def _get_state_reason(self):
        """Return the refusal of an action that the record's state does not know."""
        return self.env._(
            "This is not possible in the state “%(state)s”.",
            state=self._get_state_label(),
        )

    def _open_dialog(self, model, name, **context):
        """Return the action that opens a dialog.

        :param model: the dialog's model
        :param name: its title
        :param context: what it begins with, as ``default_<field>``
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [(False, "form")],
            "target": "new",
            "context": context,
        }
