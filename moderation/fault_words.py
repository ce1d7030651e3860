"""What is wrong with a package, in the words of the page; the command line says the same in English."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from moderation.packages import Fault
from protocol.clauses import clause

_KNOWN = (
    gettext_noop("is gone"),
    gettext_noop("cannot be read"),
    gettext_noop("was changed"),
    gettext_noop("is not the one that was sealed"),
    gettext_noop("does not belong to it"),
    gettext_noop("belongs to no package"),
    gettext_noop("is still there, though the package was destroyed"),
    gettext_noop("says something else than the package"),
    gettext_noop("does not lean on the link before it"),
    gettext_noop("has another hash than its content"),
    gettext_noop("has lost its package without a record of destruction"),
    gettext_noop("has a package that was changed"),
)
_CHAIN, _ROW = "the chain", "the row, "


@clause("F6")
def in_words(fault: Fault) -> str:
    """One fault, as the head and the ICT contact read it."""
    name, what = _name(fault.name), _what(fault.what)
    if fault.first is None:
        return f"{name}: {what}"
    return _("%(name)s: %(what)s (bytes %(first)d to %(last)d)") % {
        "name": name,
        "what": what,
        "first": fault.first,
        "last": fault.last,
    }


def _name(name: str) -> str:
    if name == _CHAIN:
        return _("the chain")
    if name.startswith(_ROW):
        return _("the row in the database, %(column)s") % {"column": name.removeprefix(_ROW)}
    return name


def _what(what: str) -> str:
    if what in _KNOWN:
        return _(what)
    if sizes := re.fullmatch(r"has (\d+) bytes instead of (\d+)", what):
        return _("has %(now)s bytes instead of %(then)s") % {"now": sizes[1], "then": sizes[2]}
    if before := re.fullmatch(r"follows link (\d+)", what):
        return _("follows link %(number)s") % {"number": before[1]}
    raise ValueError(what)
