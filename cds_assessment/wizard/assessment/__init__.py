from . import cds_assessment_record
from . import cds_assessment_record_line
from . import cds_assessment_return
