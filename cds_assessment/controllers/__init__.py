from . import cds_assessment
from . import cds_evidence
