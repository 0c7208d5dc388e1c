from . import cds_account_handover
from . import cds_profile_import
