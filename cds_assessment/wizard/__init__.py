from . import cds_assessment_receive
from . import cds_assessment_record
from . import cds_assessment_record_line
from . import cds_assessment_return
from . import cds_profile_import
