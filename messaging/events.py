"""What the audit log says of the events of messaging. Imported when the app loads."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import register

register(
    important_news=_("called important, and sent to everybody at once,"),
    week_excused=_("asked no news in a week of"),
    week_counted_again=_("counts a week again of"),
    reads_looked_up=_("looked up who saw:"),
    word_held=_("holds a word from now on at"),
    word_allowed=_("lets a word through from now on at"),
    word_rule_removed=_("took a word out of the list of"),
)
