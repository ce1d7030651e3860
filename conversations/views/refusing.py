"""What keeps words from going is said in their form, which keeps them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import Http404
from django.utils.translation import gettext as _

from accounts.limits import TooMany
from conversations.actions import Closed, KeyTaken, NobodyThere, Refused
from conversations.forms import NoteForm
from conversations.forms.message import NOBODY
from conversations.words import enough_words
from messaging.offending import Offends


@contextmanager
def refusals_in(form: NoteForm) -> Iterator[None]:
    """Send within this: what is refused there goes no further, and stands in the form.

    Raises:
        Http404: the key of the form is of somebody else's words.
    """
    try:
        yield
    except Offends as found:
        form.offends = found
    except Refused as refused:
        form.add_error(None, str(refused))
    except NobodyThere:
        form.add_error(None, NOBODY)
    except TooMany as many:
        form.add_error("text", enough_words(many))
    except Closed:
        form.add_error("text", _("You cannot write here now. Copy your text if you want to keep it."))
    except KeyTaken as taken:
        raise Http404 from taken
