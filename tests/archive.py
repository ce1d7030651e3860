"""Packages for the tests of the archive: something is taken away, and sealed."""

from messaging.actions import add_reaction
from moderation.actions import remove, seal_removals
from moderation.models import Package, Removal
from moderation.subjects import find

HOSTILE = (
    "🙄👨\u200d👩\u200d👧❤\ufe0f🏳\ufe0f\u200d🌈🇳🇱",
    "مرحبا بالجميع، كيف الحال؟ می\u200cروم",
    "שלום עליכם",
    "中文汉字",
    "สวัสดีครับ",
    "\u202eomgekeerd\u202c \u2066los\u2069 \u200f\u200e",
    "bel\x07 tab\t wis\x7f",
    "\ue000\uf8ff \U0010ffff",
    "x" * 10_000,
    "Hottentottententententoonstelling" * 300,
    "e\u0301\u0302\u0303\u0304 z\u0335\u0322a\u0338l\u0353go\u0489",
    "नमस्ते Привет Ελλάδα ትግርኛ ქართული",
    "#set page(paper: 1) $x$ <a> @b *c* _d_ `e` // f \\u{41} #[g]",
    "\n\n\r\n  \n",
    "]]> <?xml --> & ' \"",
    "a\u2028b\u2029c\u00a0d\u00ade\ufefff",
)


def sealed(kind, row, by, **more) -> Package:
    """Taken away, and kept: its package."""
    remove(find(kind, row.pk), by=by, clause_id="E4", reason="Dit past niet bij onze afspraken.", **more)
    seal_removals()
    removal = Removal.objects.get(kind=kind, object_id=row.pk)
    assert removal.last_error == ""
    return removal.package


def three_packages(cast, make_post, make_photo) -> list[Package]:
    """A reaction, a photo, and a post with all that hangs under it."""
    post = make_post(cast.groep5, cast.naima)
    reaction = add_reaction(post, "Wat een onzin 🙄", by=cast.samira)
    photo, other = make_photo(post), make_photo(post)
    add_reaction(post, "Mooi!", by=cast.samira)
    assert other.pk
    return [
        sealed("reaction", reaction, cast.naima),
        sealed("photo", photo, cast.marleen),
        sealed("post", post, cast.marleen),
    ]
