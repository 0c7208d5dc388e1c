"""Campaigns: schools, milestones, what they owe, reminders, summaries."""

from . import cds_told
from . import cds_council
from . import cds_institution
from . import cds_document
from . import cds_profile
from . import cds_milestone_template
from . import cds_milestone_template_line
from . import cds_milestone_template_report
from . import cds_campaign
from . import cds_campaign_framework
from . import cds_outline
from . import cds_outline_line
from . import cds_campaign_schools
from . import cds_campaign_workflow
from . import cds_campaign_launch
from . import cds_milestone
from . import cds_milestone_deadline
from . import cds_deliverable
from . import cds_deliverable_state
from . import cds_deliverable_reminder
from . import cds_deliverable_papers
from . import cds_deliverable_file
from . import cds_reminder
from . import cds_assessment
from . import cds_assessment_sector
