"""What was kept can be checked, here and without our software; a single changed byte is found (F6)."""

import hashlib
import json
import random
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from moderation import guards
from moderation.models import ArchiveLink, Package, SealedRow
from moderation.verifying import faults_in, faults_of
from protocol import clock
from tests.archive import three_packages

pytestmark = [pytest.mark.django_db, pytest.mark.clause("F6")]


@pytest.fixture
def kept(cast, make_post, make_photo) -> list[Package]:
    return three_packages(cast, make_post, make_photo)


@pytest.fixture
def no_guards(kept):
    """As somebody with the rights of the database itself."""
    with connection.cursor() as cursor:
        execute = lambda sql, params=None: cursor.execute(sql, params)  # noqa: E731
        guards.take_down(SimpleNamespace(connection=connection, execute=execute))


def found_in(school) -> list[str]:
    return [str(one) for one in faults_in(school)]


def test_what_was_kept_is_whole(cast, kept, capsys):
    assert found_in(cast.school) == []
    call_command("verify_archive")
    assert "The archive is whole." in capsys.readouterr().out
    call_command("verify_archive", package=2)


def test_a_number_that_is_not_there_is_no_good_news(kept):
    with pytest.raises(CommandError):
        call_command("verify_archive", package=99)


def test_the_command_says_which_file_and_which_bytes(cast, kept, capsys):
    path = Path(default_storage.path(f"{kept[0].folder}/bewijs.pdf"))
    data = bytearray(path.read_bytes())
    data[5000] ^= 1
    path.write_bytes(data)
    with pytest.raises(CommandError, match="1 faults"):
        call_command("verify_archive")
    assert "package 1, bewijs.pdf: was changed (bytes 4096 to 8191)" in capsys.readouterr().err


def change_bytes(kept, times: int, seed: int) -> int:
    """So many times one byte of one file, each time put back; how often it was found."""
    rolls = random.Random(seed)
    files = [
        (package, Path(default_storage.path(package.folder)) / name)
        for package in kept
        for name in sorted(one.relative_to(default_storage.path(package.folder)) for one in walk(package))
    ]
    found = 0
    for _ in range(times):
        package, path = rolls.choice(files)
        whole = path.read_bytes()
        at = rolls.randrange(len(whole))
        changed = bytearray(whole)
        changed[at] ^= rolls.randrange(1, 256)
        path.write_bytes(changed)
        said = faults_of(package)
        found += any(
            one.name == str(path.relative_to(default_storage.path(package.folder))) and one.first <= at <= one.last
            for one in said
            if one.first is not None
        )
        path.write_bytes(whole)
    return found


def walk(package):
    return (one for one in Path(default_storage.path(package.folder)).rglob("*") if one.is_file())


def test_any_changed_byte_is_found_within_a_piece(kept):
    assert change_bytes(kept, 300, seed=6) == 300
    assert [faults_of(package) for package in kept] == [[], [], []]


@pytest.mark.soak
def test_any_changed_byte_of_ten_thousand_is_found(kept):
    assert change_bytes(kept, 10_000, seed=10_000) == 10_000


@pytest.mark.parametrize("name", ["record.json", "manifest.json", "SHA256SUMS", "LEESMIJ.txt"])
def test_a_file_that_is_gone_is_found(cast, kept, name):
    default_storage.delete(f"{kept[1].folder}/{name}")
    assert any(f"package 2, {name}: is gone" in one for one in found_in(cast.school))


def test_a_file_too_many_is_found(cast, kept):
    default_storage.save(f"{kept[0].folder}/photos/99.jpg", ContentFile(b"x"))
    assert found_in(cast.school) == ["package 1, photos/99.jpg: does not belong to it"]


@pytest.mark.usefixtures("no_guards")
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda p: ArchiveLink.objects.filter(number=2).update(hash="0" * 64), "another hash"),
        (lambda p: ArchiveLink.objects.filter(number=2).update(commitment="0" * 64), "not the one that was sealed"),
        (lambda p: ArchiveLink.objects.filter(number=2).update(previous="1" * 64), "does not lean on"),
        (lambda p: Package.objects.filter(pk=p[1].pk).update(pages=99), "pages"),
        (lambda p: Package.objects.filter(pk=p[1].pk).update(kind="word"), "kind"),
        (lambda p: Package.objects.filter(pk=p[1].pk).update(object_id=99), "object_id"),
        (lambda p: Package.objects.filter(pk=p[1].pk).update(school_group=None), "school_group"),
        (lambda p: Package.objects.filter(pk=p[1].pk).update(size=1), "size"),
        (lambda p: Package.objects.filter(pk=p[1].pk).update(author=p[0].author), "author"),
        (lambda p: Package.objects.filter(pk=p[1].pk).update(folder="archive/00/00"), "is gone"),
        (lambda p: SealedRow.objects.filter(package=p[2]).first().delete(), "rows"),
        (lambda p: SealedRow.objects.filter(package=p[2]).update(content="0" * 64), "rows"),
    ],
)
def test_a_changed_row_is_found(cast, kept, change, said):
    change(kept)
    assert any(said in one for one in found_in(cast.school))


@pytest.mark.usefixtures("no_guards")
def test_a_package_whose_row_is_gone_is_found(cast, kept):
    package = kept[1]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE moderation_removal SET package_id = NULL, state = 'cancelled' WHERE package_id = %s", [package.pk]
        )
        cursor.execute("DELETE FROM moderation_sealedrow WHERE package_id = %s", [package.pk])
        cursor.execute("DELETE FROM moderation_package WHERE id = %s", [package.pk])
    assert "package 2, the chain: has lost its package without a record of destruction" in found_in(cast.school)


def test_old_files_that_belong_to_no_package_are_listed(cast, kept, monkeypatch):
    default_storage.save("archive/zz/left/record.json", ContentFile(b"{}"))
    assert found_in(cast.school) == []  # it may still become one
    later = clock.now() + timedelta(days=2)
    monkeypatch.setattr("protocol.clock.now", lambda: later)
    assert found_in(cast.school) == ["archive/zz/left/record.json: belongs to no package"]


def test_a_package_is_checked_as_its_own_words_say(kept):
    """Nothing of ours: hashlib and json, and sha256sum where it is."""
    link = ArchiveLink.objects.get(number=2)
    folder = Path(default_storage.path(kept[1].folder))
    manifest = (folder / "manifest.json").read_bytes()
    for name, entry in json.loads(manifest)["files"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == entry["sha256"]
    previous = ArchiveLink.objects.get(number=1).hash
    words = f"2:{previous}:{hashlib.sha256(manifest).hexdigest()}"
    assert hashlib.sha256(words.encode()).hexdigest() == link.hash
    if shutil.which("sha256sum"):
        ran = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stdout
        assert "record.json: OK" in ran.stdout
        (folder / "record.json").write_bytes(b"{}")
        assert subprocess.run(
            ["sha256sum", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, check=False
        ).returncode
