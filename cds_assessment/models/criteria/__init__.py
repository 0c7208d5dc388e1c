"""Sets of criteria: parts, items, bands, conversions, levels."""

from . import cds_framework
from . import cds_framework_part
from . import cds_interval
from . import cds_level
from . import cds_criterion
from . import cds_criterion_band
from . import cds_criterion_conversion
from . import cds_criterion_option
