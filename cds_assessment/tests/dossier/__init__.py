from . import test_demo_commune
from . import test_demo_dossiers
from . import test_checks
from . import test_checks_of_texts
from . import test_dossier_check
from . import test_dossier
from . import test_dossier_jobs
