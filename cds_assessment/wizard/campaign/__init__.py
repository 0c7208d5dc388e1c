from . import cds_campaign_close
from . import cds_campaign_schools
from . import cds_deliverable_change
