from . import cds_assessment
