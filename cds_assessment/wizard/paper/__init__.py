from . import cds_document_cancel
from . import cds_document_issue
from . import cds_document_issue_line
from . import cds_document_scans
from . import cds_document_sign
