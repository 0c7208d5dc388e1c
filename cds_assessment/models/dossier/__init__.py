"""What is handed in: the check before, the ZIP, many at once."""

from . import cds_assessment_check
from . import cds_dossier
from . import cds_dossier_batch
from . import cds_assessment_dossier
