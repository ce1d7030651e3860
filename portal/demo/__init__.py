"""The demo school Het Kiezelpad: everything in it is made up. ``manage.py demo`` builds it, the tests borrow its cast."""
