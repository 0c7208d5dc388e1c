"""External review: teams, visits, review sheets."""

from . import cds_campaign
from . import cds_team_visit
from . import cds_review
from . import cds_review_papers
from . import cds_review_reply
from . import cds_review_line
