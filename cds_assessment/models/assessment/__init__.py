"""A school's dossier: council, items, points, results, its way."""

from . import cds_account
from . import cds_council
from . import cds_council_member
from . import cds_assessment
from . import cds_assessment_line
from . import cds_assessment_line_last_year
from . import cds_assessment_line_owners
from . import cds_assessment_result
from . import cds_result_mark
from . import cds_assessment_workflow
from . import cds_assessment_items
from . import cds_assessment_line_figures
from . import cds_score_change
from . import cds_assessment_papers
from . import cds_document
from . import cds_document_attendance
from . import cds_paper_subject
from . import cds_institution
from . import cds_profile
from . import cds_school_year
from . import res_users
