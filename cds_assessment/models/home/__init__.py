from . import cds_home
from . import cds_institution
from . import ir_http
