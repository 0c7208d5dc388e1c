from . import institution
from . import paper
from . import assessment
from . import evidence
from . import campaign
from . import review
from . import recognition
