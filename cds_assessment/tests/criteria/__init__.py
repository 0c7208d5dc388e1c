from . import test_framework
from . import test_framework_version
