from . import cds_assessment_receive
from . import cds_assessment_record
from . import cds_assessment_record_line
from . import cds_assessment_return
from . import cds_document_cancel
from . import cds_document_sign
from . import cds_evidence_reject
from . import cds_evidence_replace
