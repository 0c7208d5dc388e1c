from . import cds_assessment_receive
from . import cds_assessment_receive_all
from . import cds_campaign_spread
