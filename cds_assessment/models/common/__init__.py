"""What every domain builds on: guards, stamps, texts, mail, and what is ours."""

from . import base
from . import ir_attachment
from . import cds_locked
from . import cds_guarded
from . import cds_workflow
from . import cds_titled
from . import cds_chatter
from . import mail_message
from . import ir_http
from . import cds_chatter_files
from . import cds_stamped
from . import cds_remarked
from . import ir_ui_view
from . import ir_rule
from . import mail_followers
from . import mail_message_posting
from . import mail_thread
from . import res_groups
