"""The domains, each above those that it names; the floors of the house."""

from . import common
from . import institution
from . import criteria
from . import paper
from . import assessment
from . import evidence
from . import campaign
from . import review
from . import recognition
from . import inspection
from . import dossier
from . import home
from . import res_config_settings
