"""A campaign's summary read from the database: few statements, whatever the number.

All of them go through the rules of the user who reads: what is summed up is what they
may see.
"""

from odoo import fields
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.fulfilment import LATE_SCHOOLS
from ...tools.states import standing_hand
from ...tools.vietnamese import sort_key
from ..cds_assessment_report import STAGE_OF
from ..summary.facts import UNKNOWN, Late, Part, School, Summary

EVIDENCE_STATES = {
    "carried": "waiting",
    "submitted": "waiting",
    "accepted": "accepted",
    "rejected": "rejected",
}
# What is read of each dossier and of each school.
ASSESSMENT_FIELDS = (
    "institution_id",
    "framework_id",
    "state",
    "round",
    "return_deadline",
    "recognition_number",
    "recognition_date",
    "sector_entered_on",
    "sector_entered_by_id",
    "sector_entered_hand",
)
INSTITUTION_FIELDS = ("name", "code", "school_level_id", "ownership", "parent_id")


def read_summary(campaign, authority=None):
    """Read the summary of a campaign.

    :param campaign: with the user who reads, Vietnamese in the context
    :param authority: whose schools are summed up; all that the user sees by default
    :rtype: Summary
    """
    env = campaign.env
    schools = _schools_of(authority) if authority else Domain.TRUE
    now = fields.Datetime.context_timestamp(campaign, fields.Datetime.now())
    assessments = env["cds.assessment"].search_fetch(
        Domain("campaign_id", "=", campaign.id)
        & Domain("state", "!=", "cancelled")
        & Domain("institution_id", "any", schools),
        ASSESSMENT_FIELDS,
    )
    parts = assessments.grouped("framework_id")
    return Summary(
        campaign=campaign.name,
        # sudo: whose campaign it is is no secret to those who may read it
        authority=campaign.sudo().authority_id.name,
        school_year=campaign.school_year_id.name,
        made_at=now.strftime("%d/%m/%Y %H:%M"),
        made_by=env.user.name,
        institution_count=_count_institutions(campaign, schools),
        parts=[
            _Reader(framework, parts[framework]).collect()
            for framework in sorted(parts, key=lambda f: (f.name, f.id))
        ],
        late=_read_late(campaign, schools),
    )


def shown_columns(hand):
    """Give the results that a dossier has: their hands by column."""
    if not hand:
        return {}
    columns = {"self": "council"}
    if hand in ("external", "final"):
        columns["external"] = "external"
    if hand == "final":
        columns["final"] = "final"
    return columns


def _schools_of(authority):
    """Give the institutions that an authority manages or assesses, as a condition."""
    return Domain("id", "child_of", authority.ids) | Domain(
        "assessor_id", "child_of", authority.ids
    )


def _count_institutions(campaign, schools):
    """Count the schools of the campaign that the user may see."""
    ids = campaign.sudo().institution_ids.ids  # sudo: only their ids
    institutions = campaign.env["cds.institution"]
    return institutions.search_count(
        Domain("id", "in", ids) & schools & Domain(institutions._get_there_domain())
    )


def _select(model, domain, names):
    """Read columns of the rows that the user may see, as tuples.

    :param model: an empty recordset, as the user
    """
    query = model._search(domain)
    columns = (model._field_to_sql(query.table, name, query) for name in names)
    return model.env.execute_query(query.select(*columns))


class _Reader:
    """Reads the dossiers of one set of criteria."""

    def __init__(self, framework, assessments):
        self.env = assessments.env
        self.framework = framework
        self.rules = framework._get_rules()
        self.assessments = assessments
        self.hands = {a.id: standing_hand(a.state) for a in assessments}
        self.schools = {}

    def collect(self):
        """Read a part of the summary.

        :rtype: Part
        """
        labels = dict(
            self.assessments._fields["state"]._description_selection(self.env)
        )
        self._read_schools(labels)
        self._read_results()
        self._read_items()
        self._read_evidence()
        schools = self._sorted()
        occurring = {school.school_level for school in schools}
        known = self.env["cds.school.level"].search([]).mapped("name")
        return Part(
            code=self.framework.code,
            name=self.framework.name,
            rules=self.rules,
            states=tuple(label for key, label in labels.items() if key != "cancelled"),
            open_states=tuple(
                label
                for key, label in labels.items()
                if key != "cancelled" and not standing_hand(key)
            ),
            school_levels=tuple(n for n in (*known, UNKNOWN) if n in occurring),
            schools=schools,
        )

    def _read_schools(self, labels):
        # sudo: whoever may read a dossier may read whose it is, and who manages it
        institutions = self.assessments.sudo().institution_id
        institutions.fetch(INSTITUTION_FIELDS)
        ownerships = dict(
            institutions._fields["ownership"]._description_selection(self.env)
        )
        decisions = self.assessments._get_recognition_decisions()
        for assessment in self.assessments:
            institution = assessment.sudo().institution_id  # sudo: as above
            number, date = decisions.get(assessment.id, ("", None))
            self.schools[assessment.id] = School(
                name=institution.display_name,
                code=institution.code or "",
                school_level=institution.school_level_id.name or UNKNOWN,
                ownership=ownerships.get(institution.ownership, ""),
                authority=institution.parent_id.name or "",
                state=labels[assessment.state],
                stage=STAGE_OF.get(assessment.state, "open"),
                hand=self.hands[assessment.id],
                decision_number=number,
                decision_date=date,
                remarks=self._get_remarks(assessment),
                sector=assessment._get_sector_state(),
                sector_date=assessment.sector_entered_on or None,
                # sudo: a name, whoever may read the user
                sector_user=assessment.sudo().sector_entered_by_id.name or "",
            )

    def _get_remarks(self, assessment):
        remarks = []
        if assessment.round > 1:
            remarks.append(f"Nộp lần {assessment.round}")
        if assessment.return_deadline and assessment.state == "council":
            deadline = assessment.return_deadline.strftime("%d/%m/%Y")
            remarks.append(f"Bổ sung trước ngày {deadline}")
        return "; ".join(remarks)

    def _read_results(self):
        columns = {hand: shown_columns(hand) for hand in set(self.hands.values())}
        numbers = {level.key: level.number for level in self.rules.levels}
        names = [
            f"{hand}_{part}"
            for hand in ("self", "council", "external", "final")
            for part in ("points", "level_id")
        ]
        places = {name: place for place, name in enumerate(names)}
        rows = _select(
            self.env["cds.assessment.result"],
            [("assessment_id", "in", self.assessments.ids)],
            ["assessment_id", "criterion_id", *names],
        )
        groups = {group.key for group in self.rules.groups}
        for key, criterion, *values in rows:
            hand = self.hands[key]
            if not hand:
                continue
            school = self.schools[key]
            school.scores[criterion] = values[places[f"{hand}_points"]]
            if criterion in groups:
                for column, shown in columns[hand].items():
                    school.results[criterion, column] = (
                        values[places[f"{shown}_points"]],
                        numbers.get(values[places[f"{shown}_level_id"]]),
                    )

    def _read_items(self):
        conditions = {
            node.key
            for node in self.rules.nodes.values()
            if node.kind == "item" and node.is_condition
        }
        by_hand = {}
        for key, hand in self.hands.items():
            by_hand.setdefault(hand, []).append(key)
        by_hand.pop("", None)
        for hand, keys in by_hand.items():
            rows = _select(
                self.env["cds.assessment.line"],
                [("assessment_id", "in", keys)],
                ["assessment_id", "criterion_id", f"{hand}_points", f"{hand}_met"],
            )
            for key, item, points, met in rows:
                score = bool(met) if item in conditions else points or 0.0
                self.schools[key].scores[item] = score

    def _read_evidence(self):
        uses = self.env["cds.assessment.evidence"]
        domain = [
            ("assessment_id", "in", self.assessments.ids),
            ("state", "in", list(EVIDENCE_STATES)),
        ]
        for assessment, state, count in uses._read_group(
            domain, ["assessment_id", "state"], ["__count"]
        ):
            evidence = self.schools[assessment.id].evidence
            kind = EVIDENCE_STATES[state]
            evidence[kind] = evidence.get(kind, 0) + count
        uses.flush_model(["line_ids"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT line.assessment_id, line.criterion_id, count(*)
                FROM cds_assessment_evidence_line_rel rel
                JOIN cds_assessment_line line ON line.id = rel.line_id
                WHERE rel.use_id IN %s
                GROUP BY line.assessment_id, line.criterion_id
                """,
                uses._search([*domain, ("state", "!=", "rejected")]).subselect(),
            )
        )
        for key, item, count in rows:
            self.schools[key].evidence_by_item[item] = count

    def _sorted(self):
        """Return the schools by who manages them, then by their names."""
        return sorted(
            self.schools.values(),
            key=lambda school: (sort_key(school.authority), sort_key(school.name)),
        )


def _read_late(campaign, schools):
    """Read what schools owe since before today, the oldest first."""
    today = fields.Date.context_today(campaign)
    rows = campaign.env["cds.deliverable"].search_fetch(
        Domain("campaign_id", "=", campaign.id)
        & Domain(LATE_SCHOOLS)
        & Domain("institution_id", "any", schools),
        ["institution_id", "milestone_id", "date_due", "state"],
    )
    labels = dict(rows._fields["state"]._description_selection(campaign.env))
    # sudo: names of what the user may read the deliverables of
    rows = rows.sudo()
    rows.institution_id.fetch(["name", "parent_id"])
    rows.milestone_id.fetch(["name", "product"])
    return [
        Late(
            institution=row.institution_id.display_name,
            authority=row.institution_id.parent_id.name or "",
            product=row.milestone_id.product or row.milestone_id.name,
            due=row.date_due,
            days=(today - row.date_due).days,
            state=labels[row.state],
        )
        for row in rows
    ]
