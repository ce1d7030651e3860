"""The nightly comparison of rows and private files, both ways."""

from collections.abc import Callable, Iterable, Iterator

from django.core.files.storage import default_storage

from accounts.models import User
from files.comparison import Comparison
from files.comparison import compare_files as compare
from messaging.models import Attachment, Photo

FOLDERS = ("quarantine", "photos", "attachments", "portraits", "messages")
OWNERS = {
    Photo: ("original", "small_webp", "small_jpeg", "medium_webp", "medium_jpeg", "large_webp", "large_jpeg"),
    Attachment: ("file",),
    User: ("portrait",),
}
# Of an app above that keeps many files for one row: the folder in which they lie, and the names of all that belong.
KEEPERS: dict[str, Callable[[], Iterable[str]]] = {}


def compare_files() -> Comparison:
    """Remove private files without a row, once older than a day, and log rows whose file is gone."""
    known = set(_known()).union(*(keeper() for keeper in KEEPERS.values()))
    return compare(default_storage, (*FOLDERS, *KEEPERS), known)


def _known() -> Iterator[str]:
    for model, fields in OWNERS.items():
        for names in model._default_manager.values_list(*fields).iterator():
            yield from filter(None, names)
