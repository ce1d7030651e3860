"""All clauses, by chapter, in plain Dutch."""

from protocol.texts.a_b_c import BASICS, MEANS, WHY
from protocol.texts.d import POSTING
from protocol.texts.e_f import CONDUCT, SAFEGUARDS

CHAPTERS = (WHY, BASICS, MEANS, POSTING, CONDUCT, SAFEGUARDS)
