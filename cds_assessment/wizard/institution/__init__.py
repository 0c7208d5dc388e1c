from . import cds_profile_import
