from odoo.exceptions import UserError
from odoo.tests import tagged

from ...models.evidence.cds_assessment_evidence import KEPT_STATES
from ...models.evidence.cds_evidence import WAYS
from ...tools.states import STATES
from ..common.files import pdf_bytes
from ..common.workflow import WorkflowCase


@tagged("post_install", "-at_install")
class TestHiddenEvidence(WorkflowCase):
    """What was submitted is hidden by the authority's leave alone, and that is told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls._create_dossier("submitted")
        cls.piece = cls.dossier.evidence_ids.evidence_id

    def _hide(self, user, way="confidential", reason="Names of pupils."):
        dialog = self.env["cds.evidence.hide"].with_user(user)
        dialog.create(
            {"evidence_id": self.piece.id, "way": way, "reason": reason}
        ).action_apply()

    def _history(self):
        return self.dossier.message_ids[:1]

    def test_states(self):
        """From the submission on, in whichever state the dossier is."""
        since = list(STATES).index("submitted")
        kept = [state for state in list(STATES)[since:] if state != "cancelled"]
        self.assertEqual(list(KEPT_STATES), kept)

    def test_nobody_of_the_school_hides_it(self):
        for user in (self.contributor, self.secretary, self.head):
            piece = self.piece.with_user(user)
            for vals in WAYS.values():
                with self.subTest(user=user.name, vals=vals):
                    with self.assertRaisesRegex(UserError, "stays in sight"):
                        piece.write(vals)
            with self.assertRaisesRegex(UserError, "stays in sight"):
                piece.action_archive()
        self.assertEqual((self.piece.confidential, self.piece.active), (False, True))

    def test_its_brothers(self):
        """Nor taken away, exchanged or moved, in any other way."""
        use = self.dossier.evidence_ids
        piece = self.piece.with_user(self.contributor)
        for change in (
            piece.unlink,
            piece.file_ids.unlink,
            lambda: piece.write({"name": "Another"}),
            lambda: piece.write({"file_ids": [(5, 0, 0)]}),
            lambda: piece.write({"institution_id": self.other_school.id}),
            lambda: piece.file_ids.create(
                {"evidence_id": piece.id, "name": "a.pdf", "raw": pdf_bytes()}
            ),
            lambda: (
                use.line_ids[0].with_user(self.contributor).detach_evidence(use.ids)
            ),
            use.with_user(self.secretary).action_drop,
        ):
            with self.assertRaises(UserError), self._undone():
                change()

    def test_while_the_dossier_is_returned(self):
        """The school supplements it; what the authority has seen stays."""
        self._return(self.dossier, self.officer, "return", "Add the minutes.")
        self.assertEqual(self.dossier.state, "council")
        piece = self.piece.with_user(self.secretary)
        for change in (
            lambda: piece.write({"confidential": True}),
            piece.action_archive,
            piece.unlink,
            piece.file_ids.unlink,
        ):
            with self.assertRaisesRegex(UserError, "stays in sight"), self._undone():
                change()
        self._hide(self.officer)
        self.assertTrue(self.piece.confidential)

    def test_the_authority_lets_it_be_hidden(self):
        self.assertTrue(self.piece.with_user(self.officer).can_hide)
        self._hide(self.officer)
        self.assertTrue(self.piece.confidential)
        told = self._history()
        self.assertEqual(told.author_id, self.officer.partner_id)
        self.assertIn(self.piece.name, told.body)
        self.assertIn("Names of pupils.", told.body)
        self._hide(self.officer, "archived", "Twice in the store.")
        self.assertFalse(self.piece.active)
        self.assertIn("Twice in the store.", self._history().body)

    def test_by_nobody_else_and_not_without_a_reason(self):
        for user, reason in ((self.head, "Names."), (self.officer, " ")):
            with self.subTest(user.name), self._undone(), self.assertRaises(UserError):
                self._hide(user, reason=reason)

    def test_where_no_authority_is_entered(self):
        """The head goes by the paper of the authority, and the history says so."""
        self.school.parent_id = False
        self._hide(self.head, reason="Letter 12/SGDĐT.")
        self.assertTrue(self.piece.confidential)
        self.assertIn("Letter 12/SGDĐT.", self._history().body)

    def test_before_the_submission_it_is_told(self):
        dossier = self._create_dossier(
            "self", school_year_id=self.env.ref("cds_assessment.school_year_2024").id
        )
        piece = self._create_evidence(user=self.contributor)
        dossier._use_evidence(piece, dossier.line_ids)
        piece.confidential = True
        told = dossier.message_ids[:1]
        self.assertEqual(told.author_id, self.contributor.partner_id)
        self.assertIn("confidential", told.body)
        piece.confidential = False
        self.assertIn("open", dossier.message_ids[:1].body)
