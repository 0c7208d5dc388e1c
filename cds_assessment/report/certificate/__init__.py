"""The certificate's page."""

from . import certificate_page
