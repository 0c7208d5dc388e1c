from . import cds_assessment
from . import cds_campaign
from . import cds_deliverable
from . import cds_document
from . import cds_dossier
from . import cds_profile
from . import cds_evidence
from . import public
