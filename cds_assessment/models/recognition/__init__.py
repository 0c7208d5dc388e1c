"""Recognition, certificates, publication."""

from . import cds_document
from . import cds_number
from . import ir_actions_report
from . import cds_assessment
from . import cds_recognition
from . import cds_recognition_papers
from . import cds_certificate
from . import cds_certificate_result
from . import cds_publication
from . import cds_publication_line
