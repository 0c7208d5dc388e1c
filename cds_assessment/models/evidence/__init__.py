"""Evidence, its files, and where it is used."""

from . import cds_assessment
from . import cds_assessment_line
from . import cds_evidence
from . import cds_evidence_file
from . import cds_assessment_evidence
