"""Running a school on one machine: `manage.py serve` keeps web, worker, beat and broker alive as one."""
