from . import cds_home
from . import ir_http
