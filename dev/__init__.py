"""Development host of the add-on: it finds or installs everything a run needs.

Only the standard library is used here, since the host works before its own
virtual environment exists. The entry is ``python3 -m dev <command>``.
"""
