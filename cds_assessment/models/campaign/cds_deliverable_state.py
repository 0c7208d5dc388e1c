from collections import defaultdict

from odoo import api, fields, models

from ...tools.fulfilment import OPEN_STATES
from ...tools.states import ISSUED, STAGES, reached

TODO = ("todo", False)
DOING = ("doing", False)


class CdsDeliverable(models.Model):
    """What has come of deliverables: the one place for the rule.

    Waived is what was waived, or is not handed in by one that has closed; delivered
    what was marked by hand; otherwise the way in which the milestone is fulfilled
    decides, each by a ``_get_progress_<way>()``.
    """

    _inherit = "cds.deliverable"

    def _refresh(self):
        """Bring state and date of delivery up to what has happened.

        Works on thousands at once: facts are read for all of them, and only what
        differs is written. Called after whatever can change it; to call it once too
        often does no harm.
        """
        # sudo: what has happened does not depend on who sees it
        deliverables = self.sudo()
        progress = deliverables._get_progress()
        today = fields.Date.context_today(self)
        changes = defaultdict(list)
        for deliverable in deliverables:
            state, done_on = progress.get(deliverable.id, TODO)
            if state == "done":
                # The day of delivery stays what it was when nothing tells it.
                done_on = done_on or deliverable.done_on or today
            if (state, done_on) != (deliverable.state, deliverable.done_on):
                changes[state, done_on].append(deliverable.id)
        for (state, done_on), ids in changes.items():
            changed = deliverables.browse(ids)
            changed.write({"state": state, "done_on": done_on})
            if state not in OPEN_STATES:
                changed._forget_reminders()

    def _get_progress(self):
        """Return what has come of each deliverable.

        :return: pairs by id: the state, and the date of delivery or False; what is
            missing has not been started
        """
        progress = {}
        rest = self.browse()
        for deliverable in self:
            if deliverable.waive_reason:
                progress[deliverable.id] = ("waived", False)
            elif deliverable.marked_on:
                progress[deliverable.id] = ("done", deliverable.marked_on)
            else:
                rest += deliverable
        for way, deliverables in rest.grouped(
            lambda deliverable: (deliverable.fulfilment, deliverable.side)
        ).items():
            progress.update(deliverables._get_progress_of(*way))
        for deliverable in self.filtered("institution_id.is_closed"):
            state, _day = progress.get(deliverable.id, TODO)
            if state in OPEN_STATES:
                progress[deliverable.id] = ("waived", False)
        return progress

    def _get_progress_of(self, fulfilment, side):
        """Return what has come of deliverables that are fulfilled in one way."""
        if fulfilment == "state":
            if side == "authority":
                return self._get_progress_all_states()
            return self._get_progress_state()
        if fulfilment in ("paper", "report", "upload", "sector"):
            return getattr(self, f"_get_progress_{fulfilment}")()
        return {}

    def _get_progress_state(self):
        """A school's: its dossier has come as far as the milestone asks."""
        progress = {}
        for deliverable in self:
            assessment = deliverable.assessment_id
            state = assessment.state
            if not assessment or state in ("draft", "cancelled"):
                continue
            wanted = deliverable.milestone_id.assessment_state
            progress[deliverable.id] = DOING
            if wanted in STAGES and reached(state, wanted):
                progress[deliverable.id] = ("done", assessment._get_reached_on(wanted))
        return progress

    def _get_progress_all_states(self):
        """The authority's: all dossiers of the campaign have come as far."""
        counts = defaultdict(lambda: defaultdict(int))
        for campaign, state, count in self.env["cds.assessment"]._read_group(
            [
                ("campaign_id", "in", self.campaign_id.ids),
                ("state", "!=", "cancelled"),
                ("institution_id", "any", self.institution_id._get_there_domain()),
            ],
            ["campaign_id", "state"],
            ["__count"],
        ):
            counts[campaign][state] += count
        progress = {}
        for deliverable in self:
            wanted = deliverable.milestone_id.assessment_state
            states = counts[deliverable.campaign_id]
            if wanted not in STAGES:
                continue
            there = {state for state in states if reached(state, wanted)}
            if states and there == set(states):
                progress[deliverable.id] = ("done", False)
            elif there:
                progress[deliverable.id] = DOING
        return progress

    def _get_progress_paper(self):
        """All papers that the milestone asks for are issued by who owes them."""
        papers = defaultdict(list)
        for paper in self.env["cds.document"].search(
            [
                ("institution_id", "in", self.institution_id.ids),
                ("school_year_id", "in", self.campaign_id.school_year_id.ids),
                ("type_id", "in", self.milestone_id.document_type_ids.ids),
                ("state", "!=", "cancelled"),
            ]
        ):
            papers[paper.institution_id, paper.school_year_id].append(paper)
        progress = {}
        for deliverable in self:
            key = deliverable.institution_id, deliverable.campaign_id.school_year_id
            own = [p for p in papers[key] if deliverable._is_paper_of(p)]
            if own:
                progress[deliverable.id] = deliverable._get_paper_progress(own)
        return progress

    def _is_paper_of(self, paper):
        """Return whether a paper of the same institution and year counts here."""
        if paper.type_id not in self.milestone_id._get_document_types():
            return False
        dossiers = paper.assessment_id, self.assessment_id
        return not all(dossiers) or dossiers[0] == dossiers[1]

    def _get_paper_progress(self, papers):
        """Return what has come of it by papers that are not cancelled.

        Of papers that are one for each criterion none may be missing; of others the
        first that is there counts.
        """
        wanted = ISSUED[self.milestone_id.is_signed_needed :]
        days = defaultdict(list)
        for paper in papers:
            is_there = paper.state in wanted
            days[paper.type_id].append(paper._get_issue_date() if is_there else None)
        found = []
        for kind in self.milestone_id._get_document_types():
            there = list(filter(None, days[kind]))
            if not there or (kind.is_per_criterion and None in days[kind]):
                return DOING
            found.append(max(there) if kind.is_per_criterion else min(there))
        return "done", max(found)

    def _get_progress_upload(self):
        """A file was uploaded; the first one counts."""
        files = self.env["cds.deliverable.file"]._read_group(
            [("deliverable_id", "in", self.ids)],
            ["deliverable_id"],
            ["uploaded_on:min"],
        )
        return {deliverable.id: ("done", day) for deliverable, day in files}

    def _get_progress_sector(self):
        """The results are in the sector database: the school's, or those of all."""
        progress = {}
        for deliverable in self:
            dossiers = deliverable.assessment_id
            if deliverable.side == "authority":
                dossiers = deliverable.campaign_id.assessment_ids
            dossiers = dossiers.filtered(lambda dossier: dossier.state != "cancelled")
            entered = dossiers.filtered(lambda dossier: dossier._is_in_sector())
            if dossiers and entered == dossiers:
                day = max(entered.mapped("sector_entered_on"))
                progress[deliverable.id] = ("done", day)
            elif any(dossiers.mapped("sector_entered_on")):
                progress[deliverable.id] = DOING
        return progress

    # === BUSINESS METHODS === #

    @api.model
    def _refresh_for_assessments(self, assessments):
        """Follow dossiers that have come to another state or were entered elsewhere."""
        # sudo: what is delivered does not depend on who moved the dossier on
        deliverables = self.sudo()
        deliverables.search(
            [
                "|",
                ("assessment_id", "in", assessments.ids),
                "&",
                "&",
                ("campaign_id", "in", assessments.sudo().campaign_id.ids),
                ("milestone_id.side", "=", "authority"),
                ("milestone_id.fulfilment", "in", ("state", "sector")),
            ]
        )._refresh()

    @api.model
    def _refresh_for_papers(self, papers):
        """Follow papers that are drafted, issued, signed or cancelled."""
        self._get_asking_for(papers)._refresh()

    @api.model
    def _get_asking_for(self, papers):
        """Return the deliverables that papers may fulfil.

        :return: records in superuser mode
        """
        papers = papers.sudo()  # sudo: as above
        return papers.deliverable_id | self.sudo().search(
            [
                ("institution_id", "in", papers.institution_id.ids),
                ("campaign_id.school_year_id", "in", papers.school_year_id.ids),
                ("milestone_id.fulfilment", "=", "paper"),
                ("milestone_id.document_type_ids", "in", papers.type_id.ids),
            ]
        )

    def _upload(self, name, raw):
        """Keep a file that is delivered.

        :param name: its file name
        :param raw: its bytes
        :raise UserError: when the user cannot, or for a file that is refused
        """
        self.ensure_one()
        self._begin("upload")
        row = self.env["cds.deliverable.file"]._keep(self, name, raw)
        self._tell(self.env._("Uploaded: %(name)s", name=row.name))
        self._refresh()
        return row.sudo(self.env.su)
