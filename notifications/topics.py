"""What people choose about: each kind of notice belongs to one topic."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Topic(models.TextChoices):
    """What a person sets how to be told of."""

    NEWS = "news", _("news of the groups")
    MESSAGES = "messages", _("messages to you")
    SCHOOL = "school", _("important news of the school")


class How(models.TextChoices):
    """How a mail comes."""

    AT_ONCE = "once", _("at once")
    DAILY = "daily", _("once a day, together")
    WEEKLY = "weekly", _("once a week, together")
    NEVER = "never", _("not by mail")


# As it comes, until somebody chooses. What the head calls important goes to all at once, and is not chosen about.
AS_IT_COMES = {Topic.NEWS: How.DAILY, Topic.MESSAGES: How.AT_ONCE, Topic.SCHOOL: How.AT_ONCE}
CHOSEN = (Topic.NEWS, Topic.MESSAGES)
