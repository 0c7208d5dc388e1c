"""Internal inspection: plans, items, improvements."""

from . import cds_council
from . import cds_document
from . import cds_assessment
from . import cds_inspection_plan
from . import cds_inspection
from . import cds_inspection_workflow
from . import cds_inspection_papers
from . import cds_inspection_part
from . import cds_inspection_item
from . import cds_inspection_figure
from . import cds_inspection_inspected
from . import cds_improvement
