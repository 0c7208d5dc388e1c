from . import test_institution
from . import test_profile
from . import test_profile_workbook
from . import test_accounts
from . import test_school_list
from . import test_profile_tours
from . import test_equipment
