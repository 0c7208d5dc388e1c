"""Papers: kinds, numbers, wording, texts, issue, signature, printing."""

from . import cds_paper_subject
from . import cds_paper_wording
from . import cds_legal_basis
from . import cds_document_type
from . import cds_number
from . import cds_number_book
from . import cds_document
from . import cds_document_reading
from . import cds_document_workflow
from . import cds_document_texts
from . import cds_document_section
from . import ir_actions_report
from . import cds_institution
from . import cds_profile
