from . import cds_certificate_withdraw
