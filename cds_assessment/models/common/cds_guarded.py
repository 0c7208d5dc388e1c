from odoo import api, models
from odoo.exceptions import UserError


class CdsGuarded(models.AbstractModel):
    """Records that clients do not bend: what only code writes, and where they belong.

    A stored computed field is no more protected from a client's ``write`` than any
    other: what is computed or related, and not for people to change, is guarded by
    itself. A rule is checked on what a record was, not on what it becomes.
    """

    _name = "cds.guarded"
    _description = "Guarded Record"
    _inherit = ["cds.locked"]

    # What only code writes, in superuser mode: each class of a model adds its own.
    _guarded_fields = frozenset()
    # Fields by which others may read records, with the way from there to these users.
    _reader_paths = {}

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse guarded fields, given as values or as defaults in the context.

        :raise UserError: outside of superuser mode
        """
        if self.env.su:
            return super().create(vals_list)
        for vals in vals_list:
            self._check_guarded(vals)
        # Keys cannot be dropped from a context by name.
        # pylint: disable=context-overridden
        unguided = self.with_context(
            {
                key: value
                for key, value in self.env.context.items()
                if not self._is_guarded(key.removeprefix("default_"))
            }
        )
        records = super(CdsGuarded, unguided).create(vals_list)
        return records.with_context(self.env.context)

    def write(self, vals):
        """Refuse guarded fields, and a record that would leave the user's reach.

        :raise UserError: outside of superuser mode
        :raise AccessError: when the user could no longer write the record
        """
        if not self.env.su:
            self._check_guarded(vals)
        before = self._get_readers(vals)
        result = super().write(vals)
        if not self.env.su:
            self.check_access("write")
        self.env["mail.followers"]._drop_unreadable(before)
        return result

    def unlink(self):
        before = self._get_readers(self._reader_paths)
        result = super().unlink()
        self.env["mail.followers"]._drop_unreadable(before)
        return result

    def _get_readers(self, names):
        """Return the partners who may read something by the fields that change."""
        paths = [path for name, path in self._reader_paths.items() if name in names]
        partners = self.env["res.partner"]
        for path in paths:
            # sudo: whoever changes something need not see by whom it is read
            partners |= self.sudo().mapped(path).partner_id
        return partners

    def _check_guarded(self, vals):
        if any(map(self._is_guarded, vals)):
            raise UserError(self.env._("This changes by the buttons only."))

    @api.model
    def _is_guarded(self, name):
        """Return whether only code writes a field."""
        field = self._fields.get(name)
        is_derived = field and field.store and field.compute and field.readonly
        is_named = any(
            name in vars(part).get("_guarded_fields", ()) for part in type(self).mro()
        )
        return is_named or bool(is_derived and not field.inverse)

    def _check_can(self, action):
        """Refuse an action that the user cannot take.

        :param action: one with a ``_get_cannot_<action>_reason()``, which says why the
            user cannot take it (empty: they can)
        :raise UserError: with the reason
        :raise AccessError: when the user may not read a record
        """
        self.check_access("read")
        for record in self:
            reason = record._get_reasons([action])[action]
            if reason:
                raise UserError(
                    self.env._(
                        "%(record)s: %(reason)s",
                        record=record.display_name,
                        reason=reason,
                    )
                )

    def _get_reasons(self, actions):
        """Say for each action why the user cannot take it, as :meth:`_check_can` asks.

        :return: sentences by action, empty for those that the user can take
        """
        self.ensure_one()
        return {
            action: getattr(self, f"_get_cannot_{action}_reason")()
            for action in actions
        }

    def _get_state_label(self):
        """Return what people read for the state: nothing where there is no
        record yet.
        """
        labels = dict(self._fields["state"]._description_selection(self.env))
        return labels.get(self.state, "")
