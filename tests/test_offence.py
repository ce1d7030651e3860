"""What offends, and what does not (E4): two sets of sentences, tricks, and the time it takes."""

import sys
import time
from pathlib import Path

import pytest

from messaging.rules.offence import Offence, fold, offences

pytestmark = pytest.mark.clause("E4")
DATA = Path(__file__).parent / "data"
# The second set was written after the rules were done. Its first score was 47 of 60 offending sentences held, and 1 of
# 60 ordinary ones held ("Familie de Neger-Vos"). A few general rules came after that, so it is no longer blind.
HELD_FLOOR, ORDINARY_CEILING = 47, 1


def lines(name: str) -> list[str]:
    text = (DATA / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def held(name: str) -> list[str]:
    return [line for line in lines(name) if offences(line.partition("|")[2])]


def test_ordinary_sentences_of_a_school_are_never_held() -> None:
    ordinary = lines("ordinary_nl")
    assert len(ordinary) >= 300
    assert {line: offences(line) for line in ordinary if offences(line)} == {}


def test_offending_sentences_are_held() -> None:
    assert len(lines("offending_nl")) >= 200
    assert len(held("offending_nl")) >= 195


def test_each_kind_is_known_by_its_name() -> None:
    kinds = {line.partition("|")[0] for line in lines("offending_nl")}
    found = {offence.kind for line in lines("offending_nl") for offence in offences(line.partition("|")[2])}
    assert found == kinds == {"swearing", "discrimination", "threat", "sexual", "commercial"}


def test_a_second_set_that_the_rules_did_not_know() -> None:
    assert len(held("held_out_offending_nl")) >= HELD_FLOOR
    assert sum(bool(offences(line)) for line in lines("held_out_ordinary_nl")) <= ORDINARY_CEILING


@pytest.mark.parametrize(
    "text",
    [
        "klootzak",
        "KLOOTZAK",
        "k.l.o.o.t.z.a.k",
        "k l o o t z a k",
        "kl00tz4k",
        "klo\u200botzak",
        "klóötzàk",
        "кlооtzак",
        "klootzzzaaak",
        "kl**tzak",
        "ｋｌｏｏｔｚａｋ",
        "klootzakken",
        "k_l_o_o_t_z_a_k",
        "klo\u00adotzak",
        "(klootzak)",
    ],
)
def test_spelling_tricks_are_undone(text: str) -> None:
    assert offences(f"Dat is een {text} hoor.")


def test_an_offence_names_the_words_as_they_were_written() -> None:
    assert offences("Zeg K.u.t. nog eens.") == [Offence("swearing", "K.u.t", "E4")]
    assert offences("kut en KUT") == [Offence("swearing", "kut", "E4")]


def test_words_of_the_school_hold_and_let_through() -> None:
    assert offences("Wat een flapdrol!", extra={"flapdrol": "swearing"})
    assert offences("Twee flapdrollen.", extra={"flapdrol": "swearing"})
    assert offences("Een flapdrolletje-achtig iets, flapdropje.", extra={"flapdrol": "swearing"}) == []
    assert offences("Dat is snert aan de knikker.", extra={"snert aan": "swearing"})
    assert offences("De kut en de klote.", allowed={"kut"}) == [Offence("swearing", "klote", "E4")]
    assert offences("k.u.t", allowed={"kut"}) == []
    assert offences("Val dood zei de prins.", allowed={"val dood"}) == []
    assert fold("  Flápdrol, ECHT! ") == "flapdrol echt"


@pytest.mark.parametrize(
    "text",
    ["x" * 10_000, "kut" * 3_333, "k.u.t." * 1_666, "*" * 10_000, "k*" * 5_000, "a " * 5_000, "1" * 10_000,
     "ik ga je echt wel nog een keer " * 320, "é" * 10_000, "te koop 5 euro. " * 600, "a-" * 5_000, "@" * 10_000],
)  # fmt: skip
def test_no_text_takes_long(text: str) -> None:
    offences("warm")
    begun = time.process_time()
    offences(text)
    assert time.process_time() - begun < 0.5


def test_an_ordinary_message_of_five_thousand_characters_is_read_in_a_moment() -> None:
    text = " ".join(lines("ordinary_nl"))[:5_000]
    offences(text)
    best = min(_seconds(text) for _ in range(5))
    assert best < 0.02, f"{best * 1000:.1f} ms"


@pytest.mark.parametrize("text", ["Iemand van z**p heeft dit ingevuld.", "De familie Kuthoofd bakt een taart."])
def test_stars_that_stand_for_nothing_and_a_name_that_begins_with_such_a_word_are_not_held(text: str) -> None:
    assert offences(text) == []


def test_who_sells_something_of_their_own_is_held_also_beside_the_school() -> None:
    assert offences("Bestel nu kaarten bij mijn webshop, ook voor de school.")
    assert offences("De school verkoopt kaarten. Bestel ze bij ons.") == []


def _seconds(text: str) -> float:
    """What it costs the portal: without whoever looks along at every line to see what the tests cover."""
    tracer = sys.gettrace()
    sys.settrace(None)
    try:
        begun = time.process_time()
        offences(text)
        return time.process_time() - begun
    finally:
        sys.settrace(tracer)
