"""Plain functions and tables that define no model and know none of ours.

Some take Odoo's environment for words and dates; none reads a record by itself.
"""
