from . import test_recognition
from . import test_recognition_papers
from . import test_certificate
from . import test_public
