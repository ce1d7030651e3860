"""The demo school Het Kiezelpad, wholly made up: ``manage.py demo`` builds it, the tests borrow its cast."""
