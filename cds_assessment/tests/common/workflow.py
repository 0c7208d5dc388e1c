from contextlib import contextmanager
from itertools import zip_longest

from odoo.fields import Command
from odoo.tests import new_test_user

from .cases import CdsCase

SEATS = ("chair", "secretary", "member", "member", "member")


class WorkflowCase(CdsCase):
    """A small set of criteria, a council and a team, and the steps of the whole way.

    Each step is gone by the user whose turn it is, so what a step needs is there as it
    is in life: no state is only written.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        mandatory = {
            "code": "1.3",
            "max_points": 0,
            "is_mandatory": True,
            "measure": "yes_no",
        }
        cls.small = cls._create_framework([("1.1", 60), ("1.2", 40), mandatory])
        cls.authority_head = cls._create_user("authority_head", cls.district)
        cls.other_head = cls._create_user("head", cls.other_school)
        cls.plain = new_test_user(
            cls.env,
            "cds_plain",
            lang="en_US",
            cds_institution_ids=[Command.set(cls.school.ids)],
        )
        cls.council = cls._create_council(
            cls.school, [cls.head, cls.secretary, cls.contributor]
        )
        cls.team = cls._create_council(
            cls.district,
            [cls.reviewer, cls.officer, cls.authority_head],
            kind="external",
        )
        # an office may do without the papers: tests of the papers issue them for real
        cls.env["cds.document.type"].search([]).is_required = False

    @classmethod
    def _create_council(cls, institution, users=(), kind="self", **vals):
        """Create a complete council of five, the first of them being users."""
        members = [
            {"role": seat, "user_id": user.id}
            if user
            else {"role": seat, "name": f"Member {number}"}
            for number, (seat, user) in enumerate(zip_longest(SEATS, users))
        ]
        return cls.env["cds.council"].create(
            {
                "name": f"{kind} council of {institution.name}",
                "kind": kind,
                "institution_id": institution.id,
                "school_year_id": cls.year.id,
                "decision_number": "282/QĐ-TH",
                "decision_date": "2023-09-05",
                "member_ids": [Command.create(member) for member in members],
                **vals,
            }
        )

    @classmethod
    def _create_dossier(cls, state="draft", institution=None, **vals):
        dossier = cls._create_assessment(
            institution,
            started=False,
            framework_id=vals.pop("framework_id", cls.small.id),
            council_id=vals.pop("council_id", cls.council.id),
            **vals,
        )
        cls._advance(dossier, state)
        return dossier

    @classmethod
    def _advance(cls, dossier, state):
        """Lead a draft to a state."""
        steps = {
            "self": cls._start,
            "council": cls._score_and_hand_over,
            "concluded": lambda d: d.with_user(cls.secretary).action_conclude(),
            "approved": lambda d: d.with_user(cls.head).action_approve(),
            "submitted": lambda d: d.with_user(cls.head).action_submit(),
            "external": cls._receive,
            "reviewed": cls._review_and_close,
            "recognised": lambda d: d.with_user(cls.authority_head).action_recognise(),
            "published": lambda d: d.with_user(cls.authority_head).action_publish(),
        }
        if state == "cancelled":
            dossier.with_user(cls.head).action_cancel()
        elif state != "draft":
            states = list(steps)
            for step in states[: states.index(state) + 1]:
                steps[step](dossier)
        assert dossier.state == state

    @classmethod
    def _start(cls, dossier):
        dossier.with_user(cls.secretary).action_start()

    @classmethod
    def _score(cls, dossier):
        """Let the secretary give half the points, and each condition as met."""
        for line in dossier.with_user(cls.secretary).line_ids:
            if line.measure == "yes_no":
                line.answer_yes = True
            else:
                line.self_points = line.max_points / 2

    @classmethod
    def _score_and_hand_over(cls, dossier):
        cls._score(dossier)
        cls._prove(dossier, cls.contributor)
        dossier.with_user(cls.secretary).action_to_council()

    @classmethod
    def _receive(cls, dossier, team=None):
        dialog = cls.env["cds.assessment.receive"].with_user(cls.officer)
        dialog.create(
            {"assessment_id": dossier.id, "team_id": (team or cls.team).id}
        ).action_apply()

    @classmethod
    def _review(cls, dossier):
        """Let the team find what the council found."""
        for line in dossier.review_ids.with_user(cls.reviewer).line_ids:
            line.write({"points": line.council_points, "is_met": line.council_met})

    @classmethod
    def _share(cls, dossier):
        """Let the team send its result, to which the school has nothing to say."""
        dossier.review_ids.with_user(cls.reviewer).action_share()
        dossier.review_ids.with_user(cls.secretary).action_finish_reply()

    @classmethod
    def _review_and_close(cls, dossier):
        cls._review(dossier)
        cls._share(dossier)
        dossier.with_user(cls.reviewer).action_close_external()

    def _return(self, dossier, user, action, reason, deadline=False):
        dialog = self.env["cds.assessment.return"].with_user(user)
        dialog.create(
            {
                "assessment_ids": dossier.ids,
                "action": action,
                "reason": reason,
                "deadline": deadline,
            }
        ).action_apply()

    @contextmanager
    def _undone(self):
        """Take back whatever happens inside."""
        savepoint = self.env.cr.savepoint()
        try:
            yield
        finally:
            savepoint.close(rollback=True)
