"""Plain Python without records: names here import nothing of Odoo."""
