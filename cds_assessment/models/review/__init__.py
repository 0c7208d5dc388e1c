"""External review: teams, visits, review sheets."""

from . import cds_assessment
from . import cds_council
from . import cds_document
from . import cds_institution
from . import cds_score_change
from . import res_users
from . import cds_campaign
from . import cds_team_visit
from . import cds_review
from . import cds_review_reply
from . import cds_review_line
