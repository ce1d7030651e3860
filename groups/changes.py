"""What the apps above must hear of at once: who has authority over whom."""

from django.dispatch import Signal

# Sent by the rows of Guardianship themselves, within the transaction that writes them. ``pupils``: ids.
authority_changed = Signal()
