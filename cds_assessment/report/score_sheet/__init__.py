"""The score sheet as a paper."""

from . import structure
