from collections import defaultdict
from contextlib import contextmanager

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..common import activities

# The states in which a change of the council reaches the items: those in preparation
# are given out when the scoring begins.
FOLLOWING = ("self", "council")
# Until here the school itself can answer what a new version asks; later ones stay on
# the version by which they were submitted.
MOVABLE = ("draft", "self", "council")


class CdsAssessment(models.Model):
    """The year's figures that a dossier rests on."""

    # The dossier is cut by topic, a file each.
    _inherit = "cds.assessment"

    profile_id = fields.Many2one(
        "cds.profile",
        string="Year's Figures",
        compute="_compute_profile_id",
        store=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The figures of the same school and school year.",
    )
    assignable_user_ids = fields.Many2many(
        "res.users",
        string="May Be Given Items",
        compute="_compute_assignable_user_ids",
        help="The staff of the school and the members of its council.",
    )
    newer_framework_id = fields.Many2one(
        "cds.framework",
        string="Newer Version",
        compute="_compute_newer_framework",
        help="A newer version of its set, to which the dossier can be moved.",
    )
    version_changes = fields.Text(
        string="What the Newer Version Changes", compute="_compute_newer_framework"
    )

    @api.depends("institution_id", "school_year_id")
    def _compute_profile_id(self):
        profiles = self.env["cds.profile"].search(
            [
                ("institution_id", "in", self.institution_id.ids),
                ("school_year_id", "in", self.school_year_id.ids),
            ]
        )
        found = {(p.institution_id, p.school_year_id): p for p in profiles}
        for assessment in self:
            key = assessment.institution_id, assessment.school_year_id
            assessment.profile_id = found.get(key)

    def action_open_profile(self):
        """Open the year's figures of the school, new ones where there are none yet.

        Who may not begin them gets the form, which says so.
        """
        self.ensure_one()
        self.check_access("read")
        profile = self.profile_id
        if not profile and self._is_on_side("school"):
            profile = self._begin_profile()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Year's Figures"),
            "res_model": "cds.profile",
            "res_id": profile.id,
            "views": [(False, "form")],
            "context": {
                "default_institution_id": self.institution_id.id,
                "default_school_year_id": self.school_year_id.id,
            },
        }

    def _begin_profile(self):
        profiles = self.env["cds.profile"]
        if not profiles.has_access("create"):
            return profiles
        return profiles.create(
            {
                "institution_id": self.institution_id.id,
                "school_year_id": self.school_year_id.id,
            }
        )

    def _get_lines_of_figures(self, codes):
        """Return the items that take one of some figures.

        :param codes: codes of ``cds.figure``
        """
        codes = list(codes)
        return self.env["cds.assessment.line"].search(
            [
                ("assessment_id", "in", self.ids),
                "|",
                "|",
                ("criterion_id.numerator_figure_id.code", "in", codes),
                ("criterion_id.denominator_figure_id.code", "in", codes),
                ("criterion_id.quantity_figure_id.code", "in", codes),
            ]
        )

    def _tell_figures_changed(self, lines, changes):
        """Tell in the chatter that figures changed which concluded items rest on.

        :param lines: the items
        :param changes: old and new number by code of ``cds.figure``
        """
        self.ensure_one()
        profile = self.profile_id
        figures = self.env["cds.figure"].search([("code", "in", list(changes))])
        rows = (
            Markup("<li>%s: %s → %s</li>")
            % (figure.name, *map(profile._format, changes[figure.code]))
            for figure in figures & lines.criterion_id._get_figures()
        )
        self.message_post(
            body=Markup("%s<ul>%s</ul>%s")
            % (
                self.env._("Figures have changed after the council concluded:"),
                Markup().join(rows),
                self.env._(
                    "Items that rest on them: %(codes)s",
                    codes=", ".join(lines.mapped("code")),
                ),
            ),
            author_id=self.env.user.partner_id.id,
        )

    @api.depends("institution_id.user_ids", "council_id.user_ids")
    def _compute_assignable_user_ids(self):
        for assessment in self:
            # sudo: who works at a school that the user may read
            own = assessment.sudo()
            people = own.institution_id.user_ids | own.council_id.user_ids
            assessment.assignable_user_ids = people.with_env(self.env)

    def write(self, vals):
        """Let the items follow another council."""
        if "council_id" not in vals:
            return super().write(vals)
        with self._following_council():
            return super().write(vals)

    @contextmanager
    def _following_council(self):
        """Move the items of the councils' dossiers by what changes within."""
        # sudo: the assignment follows from the council's decision
        dossiers = self.sudo().filtered(lambda dossier: dossier.state in FOLLOWING)
        before = {dossier: dossier._get_council_items() for dossier in dossiers}
        yield
        for dossier, items in before.items():
            dossier._follow_council(items)

    def _get_council_items(self):
        """Return what the council's decision gives to whom.

        :return: set of pairs of user and line
        """
        self.ensure_one()
        lines = {line.criterion_id: line for line in self.line_ids}
        return {
            (user, lines[criterion])
            for user, criteria in self.council_id._get_criteria_by_user().items()
            for criterion in criteria
            if criterion in lines
        }

    def _follow_council(self, before):
        after = self._get_council_items()
        taken, given = _by_user(before - after), _by_user(after - before)
        for user, lines in taken.items():
            lines._change_assigned(user, fields.Command.UNLINK)
        news = {
            user: lines._change_assigned(user, fields.Command.LINK)
            for user, lines in given.items()
        }
        activities.tell_assigned(self, news)

    @api.depends("framework_id", "state")
    @api.depends_context("lang")
    def _compute_newer_framework(self):
        for framework, dossiers in self.grouped("framework_id").items():
            newer = framework._get_latest_version() if framework else framework
            changes = False
            if newer != framework:
                changes = "\n".join(newer._get_changes_since(framework))
            for dossier in dossiers:
                is_open = newer != framework and dossier.state in MOVABLE
                dossier.newer_framework_id = newer if is_open else False
                dossier.version_changes = is_open and changes

    @api.constrains("framework_id", "institution_id", "school_year_id", "state")
    def _check_one_version(self):
        """One live dossier a school and year, of whichever version of a set.

        :raise ValidationError: when there is another
        """
        # sudo: a dossier that the user does not see counts too
        dossiers = self.sudo().filtered(lambda dossier: dossier.state != "cancelled")
        others = dossiers.search(
            [
                ("institution_id", "in", dossiers.institution_id.ids),
                ("school_year_id", "in", dossiers.school_year_id.ids),
                ("framework_id", "in", dossiers.framework_id._get_family().ids),
                ("state", "!=", "cancelled"),
            ]
        )
        versions = {}
        for dossier in others:
            framework = dossier.framework_id
            key = (
                dossier.institution_id,
                dossier.school_year_id,
                framework.code,
                framework.kind,
            )
            if versions.setdefault(key, framework) != framework:
                raise ValidationError(
                    self.env._(
                        "This institution already has an assessment for this school "
                        "year by another version of its set: %(first)s, %(second)s.",
                        first=versions[key].display_name,
                        second=framework.display_name,
                    )
                )

    # === ACTIONS === #

    def action_move_to_newer(self):
        """Move dossiers to the newest version of their sets, with every answer.

        :raise UserError: when the user cannot, or an answer would have no place
        """
        self._begin("move_to_newer")
        for dossier in self.sudo():  # sudo: checked; set and rows are nobody's to write
            before, newer = dossier.framework_id, dossier.newer_framework_id
            changes = dossier.version_changes
            dossier._move_to(newer)
            dossier.message_post(
                author_id=self.env.user.partner_id.id,
                body=self.env._(
                    "Moved from %(before)s to %(after)s with all answers: %(changes)s",
                    before=before.display_name,
                    after=newer.display_name,
                    changes="; ".join((changes or "").splitlines()) or "–",
                ),
            )

    def _get_cannot_move_to_newer_reason(self):
        self.ensure_one()
        if not self.newer_framework_id:
            return self.env._("There is no newer version to which it can be moved.")
        lost = self._get_answers_lost()
        if lost:
            return self.env._(
                "The newer version has no place for the answers of %(items)s.",
                items=", ".join(lost.mapped("code")),
            )
        if self.env.su:
            return ""
        return self._get_cannot_role_reason("council", "school")

    def _get_answers_lost(self):
        """Give the items that the newer version does not have, if they are answered."""
        mapped = self.newer_framework_id._map_from(self.framework_id)
        return self.line_ids.filtered(
            lambda line: (
                line.criterion_id not in mapped
                and (line.status != "todo" or line.evidence_ids)
            )
        )

    # === BUSINESS METHODS === #

    def _move_to(self, newer):
        """Let the rows of one dossier stand under the criteria of a newer version.

        Past ``write``, which closes what a dossier is assessed by: no answer changes.

        :param newer: ``cds.framework``
        """
        self.ensure_one()
        mapped = newer._map_from(self.framework_id)
        self.env.flush_all()
        self._rename_options(mapped)
        for table in (
            "cds_assessment_line",
            "cds_assessment_result",
            "cds_document",
        ):
            self._rename_criteria(table, "criterion_id", mapped)
        for table in ("cds_assessment_line", "cds_assessment_result"):
            self._follow_sequences(table)
        self._rename_criteria("cds_assessment_evidence", "root_criterion_id", mapped)
        self.env.cr.execute(
            SQL(
                "UPDATE cds_assessment SET framework_id = %s WHERE id = %s",
                newer.id,
                self.id,
            )
        )
        self.env.invalidate_all()
        self._add_missing(newer)
        members = self.council_id.member_ids.filtered("criterion_ids")
        for member in members:
            named = [mapped[old] for old in member.criterion_ids if old in mapped]
            member.criterion_ids |= newer.criterion_ids.browse().union(*named)
        self.result_ids._make_anew()
        self.env.flush_all()

    def _rename_options(self, mapped):
        """Let chosen options be those of the newer version that bear the same label."""
        pairs = [
            (old.id, new.id)
            for criterion, newer in mapped.items()
            for old in criterion.option_ids
            for new in newer.option_ids
            if old.name == new.name
        ]
        field = self.line_ids._fields["option_ids"]
        self.env.cr.execute(
            SQL(
                "UPDATE %(table)s AS t SET %(option)s = pair.new"
                " FROM unnest(%(olds)s::int[], %(news)s::int[]) AS pair(old, new)"
                " WHERE t.%(line)s = ANY(%(lines)s) AND t.%(option)s = pair.old",
                table=SQL.identifier(field.relation),
                option=SQL.identifier(field.column2),
                line=SQL.identifier(field.column1),
                lines=self.line_ids.ids,
                olds=[old for old, _new in pairs],
                news=[new for _old, new in pairs],
            )
        )

    def _rename_criteria(self, table, column, mapped):
        """Replace criteria in the rows of one dossier."""
        pairs = [(old.id, new.id) for old, new in mapped.items()]
        self.env.cr.execute(
            SQL(
                "UPDATE %(table)s AS t SET %(column)s = pair.new"
                " FROM unnest(%(olds)s::int[], %(news)s::int[]) AS pair(old, new)"
                " WHERE t.assessment_id = %(id)s AND t.%(column)s = pair.old",
                table=SQL.identifier(table),
                column=SQL.identifier(column),
                olds=[old for old, _new in pairs],
                news=[new for _old, new in pairs],
                id=self.id,
            )
        )

    def _follow_sequences(self, table):
        """Put the rows of one dossier in the order of their criteria."""
        self.env.cr.execute(
            SQL(
                "UPDATE %s AS t SET sequence = c.sequence FROM cds_criterion c"
                " WHERE t.assessment_id = %s AND c.id = t.criterion_id",
                SQL.identifier(table),
                self.id,
            )
        )

    def _add_missing(self, newer):
        """Add rows for what is new, take those away that nothing stands for."""
        rows = (("item", self.line_ids), ("group", self.result_ids))
        for kind, present in rows:
            nodes = newer.criterion_ids.filtered(
                lambda c, k=kind: (c.node == "item") == (k == "item")
            )
            present.filtered(lambda row, n=nodes: row.criterion_id not in n).unlink()
            present.create(
                [
                    {
                        "assessment_id": self.id,
                        "criterion_id": node.id,
                        "sequence": node.sequence,
                        **({} if kind == "item" else {"node": node.node}),
                    }
                    for node in nodes - present.exists().criterion_id
                ]
            )

    def _get_earlier(self):
        """Return the institution's latest dossier of an earlier school year, if any.

        It is of the same set of criteria, or of an earlier version of it.
        """
        return self._find_earlier(self.institution_id)

    def _find_earlier(self, institution):
        """Return an institution's latest dossier of an earlier school year, if any.

        :param institution: the dossier's own, or one that has gone into it
        """
        self.ensure_one()
        frameworks = self.framework_id
        while (
            frameworks[-1].previous_id and frameworks[-1].previous_id not in frameworks
        ):
            frameworks += frameworks[-1].previous_id
        others = self.search(
            [
                ("institution_id", "=", institution.id),
                ("framework_id", "in", frameworks.ids),
                ("school_year_id.date_start", "<", self.school_year_id.date_start),
                ("state", "!=", "cancelled"),
            ]
        )
        return others.sorted(
            lambda other: (
                other.school_year_id.date_start,
                -frameworks.ids.index(other.framework_id.id),
            )
        )[-1:]

    def _get_last_points(self):
        """Return what counted a school year before.

        :return: points by line id of this dossier, only of items that were scored
        """
        earlier = self._get_earlier()
        lines = self._map_criteria(earlier.framework_id) if earlier else {}
        points = {}
        for line in earlier.line_ids:
            if line.status == "done":
                for line_id in lines.get(line.criterion_id.id, []):
                    before = points.get(line_id, 0)
                    points[line_id] = before + line[f"{earlier.hand}_points"]
        return points

    def _map_criteria(self, framework):
        """Return which items here stand for the criteria of another version.

        :param framework: this assessment's ``cds.framework``, or an earlier version
        :return: lists of line ids by id of the other version's criterion
        """
        self.ensure_one()
        codes = {c.code: c for c in framework.criterion_ids if c.node == "item"}
        lines = {}
        for line in self.line_ids:
            origins = line.criterion_id._get_origins(framework)
            if not origins and not line.criterion_id.previous_ids:
                origins = codes.get(line.code, origins)
            for origin in origins:
                lines.setdefault(origin.id, []).append(line.id)
        return lines


def _by_user(pairs):
    by_user = defaultdict(set)
    for user, line in pairs:
        by_user[user].add(line)
    return {
        user: next(iter(lines)).union(*lines).sorted("sequence")
        for user, lines in by_user.items()
    }
