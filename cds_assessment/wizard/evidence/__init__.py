from . import cds_evidence_hide
from . import cds_evidence_reject
from . import cds_evidence_replace
