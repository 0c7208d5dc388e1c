from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError

from ...tools import scoring
from ...tools.evidence_code import is_code_pattern
from ...tools.number_format import format_points
from .framework_check import publish_problems


class CdsFramework(models.Model):
    """A set of criteria (bộ chỉ số): the tree of criteria, its levels and its rules.

    One of the kind ``checklist`` says what inspections look at, with or without points.
    It is edited as a draft, checked and frozen when published; a change after that is a
    new version, made as a copy.
    """

    _name = "cds.framework"
    _description = "Set of Criteria"
    _inherit = ["cds.locked"]
    _order = "name, version desc, id desc"

    name = fields.Char(required=True)
    code = fields.Char(required=True, help="Short sign, for instance 4725.")
    version = fields.Char(required=True, default="1")
    kind = fields.Selection(
        [("assessment", "Assessment"), ("checklist", "Checklist for Inspections")],
        default="assessment",
        required=True,
        index=True,
        help="A checklist is for internal inspections; it may do without points, "
        "levels and items.",
    )
    active = fields.Boolean(default=True)
    legal_reference = fields.Char(
        help="The decision that issued the set, as papers quote it."
    )
    legal_basis = fields.Text(help="The sentence that papers print as legal basis.")
    issuer = fields.Char()
    issued_date = fields.Date()
    school_level_ids = fields.Many2many("cds.school.level", string="School Levels")
    state = fields.Selection(
        [("draft", "Draft"), ("published", "Published"), ("archived", "Archived")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    mandatory_policy = fields.Selection(
        [
            ("cap", "The group has the lowest level"),
            ("block", "The assessment cannot be submitted"),
            ("warn", "Only a warning"),
        ],
        string="Mandatory Condition Not Met",
        default="cap",
        required=True,
        help="What follows when a mandatory condition of a group is not met. The text "
        "of Decision 4725/QĐ-BGDĐT that is at hand does not say: follow the guidance "
        "of your authority.",
    )
    overall_rule = fields.Selection(
        [("none", "No overall level"), ("lowest", "The lowest level of the groups")],
        default="none",
        required=True,
        help="Decision 4725/QĐ-BGDĐT grades each group for itself and names no overall "
        "level. Choose a rule only where an authority has set one.",
    )
    score_step = fields.Float(
        digits=(6, 2),
        default=0.5,
        required=True,
        aggregator=None,
        help="Points are given in multiples of this step.",
    )
    evidence_code_pattern = fields.Char(
        default="H{group}-{criterion}-{seq:02d}",
        required=True,
        help="How pieces of evidence are coded: {group} (or {box}) is the group's "
        "code, {criterion} the criterion's, {seq:02d} the number of the paper in two "
        "digits. H{group}-{criterion}-{seq:02d} gives H1-1.3-01.",
    )
    previous_id = fields.Many2one(
        "cds.framework",
        string="Previous Version",
        ondelete="restrict",
        index="btree_not_null",
        readonly=True,
        copy=False,
    )
    level_ids = fields.One2many("cds.level", "framework_id", string="Levels")
    criterion_ids = fields.One2many("cds.criterion", "framework_id", string="Criteria")
    provisional_count = fields.Integer(compute="_compute_provisional_count")

    _code_version_unique = models.Constraint(
        "UNIQUE(code, version)", "There is already a set with this code and version."
    )
    _score_step_positive = models.Constraint(
        "CHECK(score_step > 0)", "The step of points must be above zero."
    )

    @api.depends("criterion_ids.verification")
    def _compute_provisional_count(self):
        counts = dict(
            self.env["cds.criterion"]._read_group(
                [
                    ("framework_id", "in", self.ids),
                    ("verification", "=", "provisional"),
                ],
                ["framework_id"],
                ["__count"],
            )
        )
        for framework in self:
            framework.provisional_count = counts.get(framework._origin, 0)

    @api.depends("name", "version", "state")
    def _compute_display_name(self):
        for framework in self:
            name = framework.name or ""
            if framework.previous_id or framework.state == "draft":
                name = self.env._(
                    "%(name)s (version %(version)s)",
                    name=name,
                    version=framework.version,
                )
            framework.display_name = name

    @api.constrains("evidence_code_pattern")
    def _check_evidence_code_pattern(self):
        for framework in self:
            if not is_code_pattern(framework.evidence_code_pattern):
                raise ValidationError(
                    self.env._(
                        "“%(pattern)s” gives no codes of evidence: use {criterion} and "
                        "{seq:02d}, {group} or {box} besides, and letters, digits, "
                        "dots, dashes and blanks.",
                        pattern=framework.evidence_code_pattern,
                    )
                )

    # === CRUD METHODS === #

    def write(self, vals):
        """Refuse any change of a published set, whoever writes.

        :raise UserError: when a set that is not a draft would change
        """
        if "state" in vals or (set(vals) - {"active"} and self._get_frozen()):
            raise UserError(
                self.env._(
                    "A published set of criteria cannot be changed, and its state only "
                    "changes by its buttons. Make a new version instead."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        if self._get_frozen():
            raise UserError(
                self.env._("A published set of criteria cannot be deleted: archive it.")
            )

    def copy_data(self, default=None):
        """Copy the head only: :meth:`copy` brings criteria and levels along."""
        vals_list = super().copy_data(default)
        for framework, vals in zip(self, vals_list, strict=True):
            vals["version"] = (default or {}).get(
                "version"
            ) or framework._next_version()
        return vals_list

    def copy(self, default=None):
        """Copy sets with their levels and criteria, each mapped to its origin."""
        new_frameworks = super().copy(default)
        for old, new in zip(self, new_frameworks, strict=True):
            levels = {
                level: level.copy({"framework_id": new.id}) for level in old.level_ids
            }
            old.criterion_ids.filtered(lambda c: not c.parent_id)._copy_tree(
                new, self.env["cds.criterion"], levels
            )
        return new_frameworks

    # === ACTIONS === #

    def action_publish(self):
        """Check the set and freeze it.

        :raise UserError: with a list of all that is wrong
        """
        self.ensure_one()
        self.check_access("write")
        self._hold("publish")
        if self.state != "draft":
            raise UserError(self.env._("Only a draft can be published."))
        problems = publish_problems(self)
        if problems:
            raise UserError(
                self.env._(
                    "The set of criteria cannot be published yet:\n%(problems)s",
                    problems="\n".join(f"- {problem}" for problem in problems),
                )
            )
        self.criterion_ids._renumber()
        self._set_state("published")

    def action_archive_framework(self):
        """Take a published set out of use; assessments made with it stay."""
        self.ensure_one()
        self.check_access("write")
        self._hold("archive")
        if self.state != "published":
            raise UserError(self.env._("Only a published set can be archived."))
        self._set_state("archived")

    def action_new_version(self):
        """Copy the set to a draft that names this one as its previous version."""
        self.ensure_one()
        new = self.copy()
        new.previous_id = self
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": new.id,
            "views": [(False, "form")],
        }

    # === BUSINESS METHODS === #

    @api.model
    def _publish_shipped(self, xml_id):
        """Publish a set that comes with a module, unless it is already or is gone."""
        framework = self.env.ref(xml_id, raise_if_not_found=False)
        if framework and framework.state == "draft":
            framework.action_publish()

    @api.model
    def _ship_version(self, xml_id, new_xml_id, changes):
        """Make and publish the next version of a set that comes with a module, once.

        :param xml_id: of the version before
        :param new_xml_id: what the new one is found by; nothing is done if it is there
        :param changes: values of criteria by code
        :raise KeyError: for a code that the set does not have
        """
        before = self.env.ref(xml_id, raise_if_not_found=False)
        if not before or self.env.ref(new_xml_id, raise_if_not_found=False):
            return
        self._publish_shipped(xml_id)
        new = before.copy()
        new.previous_id = before
        criteria = {criterion.code: criterion for criterion in new.criterion_ids}
        for code, vals in changes.items():
            criteria[code].write(vals)
        new.action_publish()
        self.env["ir.model.data"]._update_xmlids(
            [{"xml_id": new_xml_id, "record": new, "noupdate": True}]
        )

    def _get_family(self):
        """Return all versions of the sets, published or not.

        :rtype: cds.framework
        """
        # sudo: which versions there are depends on nobody's rights
        return (
            self.sudo()
            .with_context(active_test=False)
            .search(
                [
                    ("code", "in", self.mapped("code")),
                    ("kind", "in", self.mapped("kind")),
                ]
            )
        )

    def _map_from(self, earlier):
        """Return which criterion stands for which of an earlier version.

        :param earlier: a version before this one
        :return: criteria of this version by criterion of the earlier one; what was
            taken out is missing
        """
        self.ensure_one()
        found = {}
        for criterion in self.criterion_ids:
            found.update(dict.fromkeys(criterion._get_origins(earlier), criterion))
        return found

    def _get_changes_since(self, earlier):
        """Return in words what has changed since an earlier version.

        :return: list of sentences
        """
        self.ensure_one()
        mapped = self._map_from(earlier)
        added = self.criterion_ids - self.criterion_ids.browse().union(*mapped.values())
        changes = [
            self.env._("Added: %(item)s", item=criterion.display_name)
            for criterion in added
        ]
        for old in earlier.criterion_ids:
            new = mapped.get(old)
            if not new:
                changes.append(self.env._("Taken out: %(item)s", item=old.display_name))
                continue
            if (old.code, old.name) != (new.code, new.name):
                changes.append(
                    self.env._(
                        "“%(before)s” is now “%(after)s”",
                        before=old.display_name,
                        after=new.display_name,
                    )
                )
            if scoring.to_decimal(old.max_points) != scoring.to_decimal(new.max_points):
                changes.append(
                    self.env._(
                        "%(item)s: at most %(after)s points instead of %(before)s",
                        item=new.code,
                        before=format_points(self.env, old.max_points),
                        after=format_points(self.env, new.max_points),
                    )
                )
        return changes

    def _get_relied_on(self, action):
        """Return the sets; published, all that is frozen with them."""
        if action != "publish":
            return [self]
        nodes = self.criterion_ids
        return [
            self,
            self.level_ids,
            nodes,
            nodes.band_ids,
            nodes.conversion_ids,
            nodes.option_ids,
        ]

    def _set_state(self, state):
        # Past write() on purpose: only the actions above may change the state.
        # pylint: disable=super-method-mismatch
        return super().write({"state": state})

    def _is_scored(self):
        """Return whether points are given: always in assessments."""
        self.ensure_one()
        return self.kind == "assessment" or any(self.criterion_ids.mapped("max_points"))

    def _get_cannot_assess_reason(self):
        """Return why nobody is assessed by it (empty: schools are)."""
        self.ensure_one()
        if self.state != "published":
            return self.env._(
                "“%(framework)s” is not published: nobody is assessed by it.",
                framework=self.name,
            )
        if self.kind != "assessment":
            return self.env._(
                "“%(framework)s” is a checklist for inspections: nobody is assessed by "
                "it.",
                framework=self.name,
            )
        return ""

    def _get_frozen(self):
        return self.filtered(lambda framework: framework.state != "draft")

    def _next_version(self):
        """Return the first whole number that no version of this code has."""
        taken = set(
            self.with_context(active_test=False)
            .search([("code", "=", self.code)])
            .mapped("version")
        )
        number = len(taken) + 1
        while str(number) in taken:
            number += 1
        return str(number)

    def _fits(self, level):
        """Return whether schools of a level are assessed by it.

        :param level: ``cds.school.level``; none fits any set, nothing speaks against it
        """
        self.ensure_one()
        return not level or not self.school_level_ids or level in self.school_level_ids

    def _get_latest_version(self):
        """Return the latest published version of the set: itself, or one after it."""
        self.ensure_one()
        latest = self
        while True:
            newer = self.search(
                [("previous_id", "=", latest.id), ("state", "=", "published")],
                order="id desc",
                limit=1,
            )
            if not newer:
                return latest
            latest = newer

    def _get_rules(self):
        """Give the set as the scoring engine reads it.

        Without any group for no set: a form may have none yet.

        :rtype: scoring.Framework
        """
        if self:
            self.ensure_one()
        if not self.id or self.state == "draft":
            return self._build_rules()
        return self._get_frozen_rules()

    @tools.ormcache("self.id")
    def _get_frozen_rules(self):
        # A published set never changes, so what was read once holds.
        return self.sudo()._build_rules()

    def _build_rules(self):
        levels = {level: level._to_rule() for level in self.level_ids}
        roots = self.criterion_ids.filtered(lambda criterion: not criterion.parent_id)
        return scoring.Framework(
            groups=tuple(root._to_rule(levels) for root in roots),
            levels=tuple(levels.values()),
            step=scoring.to_decimal(self.score_step),
            mandatory_policy=self.mandatory_policy,
            overall_rule=self.overall_rule,
        )
