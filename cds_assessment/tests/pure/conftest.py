"""No test of this folder depends on the clock: machines are busy."""

from hypothesis import settings

settings.register_profile("any_clock", deadline=None)
settings.load_profile("any_clock")
