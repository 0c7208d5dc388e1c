from . import test_hidden_evidence
from . import test_evidence
from . import test_evidence_content
from . import test_evidence_kinds
from . import test_evidence_rows
from . import test_evidence_tours
from . import test_kept_files
from . import test_scans
