from .workflow import WorkflowCase

TYPE = "cds_assessment.document_type_"


class PapersCase(WorkflowCase):
    """A dossier that the council has concluded, and its papers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.school.write(
            {"short_name": "TH", "locality": "Cao Minh", "head_title": "Hiệu trưởng"}
        )
        # the plan of improvements is of no dossier that is sent
        types = cls.env["cds.document.type"].search(
            [("code", "!=", "improvement_plan")]
        )
        types.is_required = True
        cls.dossier = cls._create_dossier("concluded")

    @classmethod
    def _draft(cls, code, dossier=None, user=None, **vals):
        """Let the secretary draft a paper."""
        papers = cls.env["cds.document"].with_user(user or cls.secretary)
        return papers.create(
            {
                "assessment_id": (dossier or cls.dossier).id,
                "type_id": cls.env.ref(f"{TYPE}{code}").id,
                "date": "2023-10-30",
                **vals,
            }
        )

    @classmethod
    def _section(cls, paper, code):
        return paper.section_ids.filtered(lambda section: section.code == code)

    def _words(self, paper):
        """Return all that a paper says as one text."""
        found = [paper.title, paper.subtitle, paper.authority, *paper.basis_lines]
        blocks = list(paper.blocks)
        for annex in paper.annexes:
            found += [annex.title, annex.subtitle, annex.reference]
            blocks += annex.blocks
        for block in blocks:
            if block.kind == "table":
                found += [cell for row in block.rows for cell in row.cells]
            else:
                found += [block.lead, block.text]
        return " ".join(" ".join(found).split())
