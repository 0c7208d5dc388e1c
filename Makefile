# Each target is one command of the development host: see dev/.
PYTHON ?= python3
export SERVE PYTEST

.PHONY: help demo test lint bench shell pot lock docs release clean distclean

help:
	@echo "make demo       a database with demo data, the papers in out/, a server"
	@echo "                (SERVE=0: stop after the papers)"
	@echo "make test       every test; PYTEST=\"-k name\": some, quickly, on a kept database"
	@echo "make lint       every linter, Odoo's own included, and the translations"
	@echo "make bench      the benchmarks in bench/"
	@echo "make shell      Odoo's shell on the demo database, or: make shell < script.py"
	@echo "make pot        refresh the template of terms and merge it into vi.po"
	@echo "make lock       compile dev/requirements.lock anew"
	@echo "make docs       the guides' pictures and pages anew"
	@echo "make release    the add-on as a ZIP in out/, to be unpacked into addons_path"
	@echo "make clean      remove out/ and this clone's databases"
	@echo "make distclean  remove the whole cache too"
	@echo
	@echo "PYTHON=python3.12   another Python, 3.10 to 3.13"
	@echo "CDS_CACHE=/path     another cache than ~/.cache/cds_assessment"
	@echo "ODOO_SRC=/path      an Odoo 19 source tree that is already there"
	@echo "PGHOST=…            a PostgreSQL server that is already there (PGUSER=odoo)"

demo test lint bench shell pot lock docs release clean:
	@$(PYTHON) -m dev $@

distclean:
	@$(PYTHON) -m dev clean all
