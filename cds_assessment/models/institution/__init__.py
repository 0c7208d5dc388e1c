"""Schools and authorities: people, figures, profiles, equipment, software."""

from . import cds_school_level
from . import cds_school_year
from . import cds_figure
from . import cds_institution
from . import discuss_channel
from . import cds_account
from . import cds_account_batch
from . import cds_institution_finding
from . import cds_institution_keeping
from . import cds_school_list
from . import cds_school_list_column
from . import cds_school_list_place
from . import cds_school_list_row
from . import cds_staff_change
from . import cds_profile
from . import cds_profile_value
from . import cds_software
from . import cds_equipment
from . import res_users
