from . import test_paper_docx
from . import test_document
from . import test_paper_subjects
from . import test_attendance
from . import test_document_issue
from . import test_printing
from . import test_paper_font
from . import test_paper_texts
