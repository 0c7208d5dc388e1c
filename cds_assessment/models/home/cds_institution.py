from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

NAME = "Trường Tiểu học Mẫu"
FIGURES = {
    "classes": 12,
    "pupils": 372,
    "people": 28,
    "managers": 2,
    "teachers": 22,
    "staff": 4,
    "rooms": 21,
    "classrooms": 12,
    "pupil_computers": 20,
    "admin_computers": 6,
    "televisions": 12,
    "wifi_access_points": 6,
}
SEATS = (
    ("chair", "Hiệu trưởng (mẫu)"),
    ("secretary", "Thư ký (mẫu)"),
    ("member", "Tổ trưởng chuyên môn (mẫu)"),
    ("member", "Giáo viên tin học (mẫu)"),
    ("member", "Nhân viên văn thư (mẫu)"),
)
# The share of its points that the sample gives each item.
SHARE = 0.6


class CdsInstitution(models.Model):
    """A sample school, to try everything on; removed without a trace."""

    _inherit = "cds.institution"
    _guarded_fields = frozenset(("is_sample",))

    is_sample = fields.Boolean(
        string="Sample", readonly=True, copy=False, help="Made to try, to be removed."
    )

    @api.model
    def _get_sample(self):
        return self.search([("is_sample", "=", True)], limit=1)

    @api.model
    def make_sample(self):
        """Make the sample school with figures, council and a scored dossier; open it.

        :raise UserError: below the administrator, and when it is there already
        """
        self._check_is_administrator()
        if self._get_sample():
            raise UserError(self.env._("The sample school is there already."))
        school = self.create(
            {
                "name": NAME,
                "short_name": "TH",
                "kind": "school",
                "school_level_id": self.env.ref(
                    "cds_assessment.school_level_primary"
                ).id,
                "locality": "Hà Nội",
                "user_ids": [Command.link(self.env.uid)],
            }
        )
        school.sudo().is_sample = True  # sudo: closed to everyone but this
        return school._make_sample_dossier().get_formview_action()

    def _make_sample_dossier(self):
        year = self.env["cds.school.year"]._get_current()
        mine = {"institution_id": self.id, "school_year_id": year.id}
        self.env["cds.profile"].create(mine)._set_figures(FIGURES)
        council = self.env["cds.council"].create(
            {
                **mine,
                "name": f"Hội đồng tự đánh giá {self.name}",
                "decision_number": "01/QĐ-TH",
                "decision_date": fields.Date.context_today(self),
                "member_ids": [
                    Command.create({"role": role, "name": name}) for role, name in SEATS
                ],
            }
        )
        dossier = self.env["cds.assessment"].create({**mine, "council_id": council.id})
        dossier.action_start()
        for line in dossier.line_ids:
            if line.measure == "yes_no":
                line.answer_yes = True
            else:
                line.self_points = int(2 * line.max_points * SHARE) / 2
        return dossier

    @api.model
    def remove_sample(self):
        """Remove the sample school and all that was tried on it.

        :raise UserError: below the administrator, and when there is none
        """
        self._check_is_administrator()
        school = self._get_sample()
        if not school:
            raise UserError(self.env._("There is no sample school."))
        # sudo, and as if the add-on were removed: what was issued and decided on a
        # sample is no proof of anything, and goes too
        school.sudo().with_context(**{MODULE_UNINSTALL_FLAG: True})._unlink_with_all()

    def _check_is_administrator(self):
        if not self.env.user.has_group("cds_assessment.group_admin"):
            raise UserError(self.env._("Your role does not allow this."))

    def _unlink_with_all(self):
        """Delete institutions with all that names them: what others rest on last."""
        left = self._get_domains_naming()
        while left:
            free = [name for name in left if not self._rests_on(left, name)]
            # of a circle any one: the database says whether it can go
            for name in free or list(left)[:1]:
                records = self.env[name].with_context(active_test=False)
                records.search(left.pop(name)).unlink()
        self.unlink()

    def _rests_on(self, names, name):
        """Return whether something of other models keeps that of a model in place."""
        return any(
            field.type == "many2one"
            and field.store
            and field.comodel_name == name
            and field.ondelete == "restrict"
            for other in names
            if other != name
            for field in self.env[other]._fields.values()
        )

    def _get_domains_naming(self):
        """Return the domains of all that is of institutions or of their dossiers.

        :return: domain by name of the model
        """
        domains = {}
        for name, model in self.env.items():
            if not model._auto or model._transient or name == self._name:
                continue
            for path, comodel in (
                ("institution_id", self._name),
                ("assessment_id", "cds.assessment"),
            ):
                field = model._fields.get(path)
                if field and field.store and field.comodel_name == comodel:
                    of = path if comodel == self._name else f"{path}.institution_id"
                    domains[name] = [(of, "in", self.ids)]
                    break
        return domains
