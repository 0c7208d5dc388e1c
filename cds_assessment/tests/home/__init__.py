from . import test_axe
from . import test_help
from . import test_home
from . import test_first_day
from . import test_home_screens
from . import test_menus
