from . import test_inspection
from . import test_improvement
from . import test_improvement_plan
from . import test_inspection_papers
from . import test_demo_inspection
from . import test_inspection_tours
