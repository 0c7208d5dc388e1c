from . import test_review
from . import test_review_tours
from . import test_teams
from . import test_team_papers
