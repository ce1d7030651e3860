"""Photos and files in messages: by content, without place and camera, without virus, for who reads it now (B7, B8)."""

import io
import socket
import struct
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from conversations.actions import check_files, write_message
from conversations.models import Conversation, MessageFile
from files.documents import NotADocument
from files.office import check_office
from files.virus import ScannerAway, virus_in
from groups.models import Membership
from tests.papers import pdf
from tests.picture_files import picture
from tests.test_conversations import real_hours, start

pytestmark = pytest.mark.django_db
__all__ = ["real_hours"]
WORD = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
VIRUS = b"X5O!P%@AP-a-virus-of-our-own"


def office(**parts: bytes) -> bytes:
    """A ZIP with these parts, named as an Office file names them."""
    names = {"types": "[Content_Types].xml", "mimetype": "mimetype", "macro": "word/vbaProject.bin"}
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for key, content in parts.items():
            archive.writestr(names.get(key, key), content)
    return data.getvalue()


DOCX = office(types=b"<Types><Override ContentType='" + WORD + b"'/></Types>")


@pytest.mark.parametrize(
    ("data", "ending"),
    [
        (DOCX, ".docx"),
        (office(mimetype=b"application/vnd.oasis.opendocument.text"), ".odt"),
        (office(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), ".ods"),
    ],
)
def test_office_files_are_known_by_their_content(data: bytes, ending: str) -> None:
    assert check_office(data) == ending


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 and then nothing",
        b"MZ a program",
        office(readme=b"just a zip"),
        office(types=WORD, macro=b"Sub AutoOpen()"),
        office(types=b"application/vnd.ms-word.document.macroEnabled.main+xml"),
        office(types=WORD, **{"word/embeddings/oleObject1.bin": b"x"}),
        office(mimetype=b"application/vnd.oasis.opendocument.text", **{"Basic/script.xml": b"x"}),
    ],
)
def test_what_is_none_or_carries_something_that_acts_is_refused(data: bytes) -> None:
    with pytest.raises(NotADocument):
        check_office(data)


@pytest.fixture
def clamd(tmp_path: Path) -> Iterator[Callable[[], None]]:
    """A clamd of our own on a socket, which finds one virus; calling the fixture takes it away."""
    path = str(tmp_path / "clamd")
    server = socket.socket(socket.AF_UNIX)
    server.bind(path)
    server.listen()

    def serve() -> None:
        while True:
            try:
                connection = server.accept()[0]
            except OSError:
                return
            with connection, connection.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                data = b""
                while size := struct.unpack(">I", stream.read(4))[0]:
                    data += stream.read(size)
                connection.sendall(b"stream: Ours FOUND\0" if VIRUS in data else b"stream: OK\0")

    threading.Thread(target=serve, daemon=True).start()
    with override_settings(CLAMD_SOCKET=path):
        yield server.close
    server.close()


def test_a_scanner_says_clean_or_names_the_virus_and_fails_closed(clamd: Callable[[], None], tmp_path: Path) -> None:
    assert virus_in(b"x" * 200_000) == ""
    assert virus_in(b"before " + VIRUS) == "Ours"
    with override_settings(CLAMD_SOCKET=str(tmp_path / "nobody")), pytest.raises(ScannerAway):
        virus_in(b"x")


def sent(cast: Any, *files: tuple[str, bytes]) -> Conversation:
    conversation = start(cast)
    uploads = [SimpleUploadedFile(name, data) for name, data in files]
    write_message(conversation, "Kijk eens.", by=cast.samira, key=uuid4(), files=uploads)
    return conversation


@pytest.mark.clause("B7", "B8")
def test_a_file_is_seen_by_who_reads_the_message_once_it_is_checked(cast: Any, client_of: Any) -> None:
    conversation = sent(cast, ("foto.jpg", picture("JPEG")), ("brief.docx", DOCX))
    addresses = [f"/berichten/bestand/{row.key}/" for row in MessageFile.objects.all()]
    naima = client_of(cast.naima)
    assert [naima.get(address).status_code for address in addresses] == [404, 404]
    assert check_files() == 2
    for address in addresses:
        assert naima.get(address).status_code == 200
        for stranger in (cast.tom, cast.kwame, cast.dennis, cast.marleen):
            assert client_of(stranger).get(address).status_code == 404
    assert "brief.docx" in naima.get(f"/berichten/{conversation.pk}/").content.decode()
    Membership.objects.filter(user=cast.naima).end_at_once(by=cast.marleen)
    assert naima.get(addresses[0]).status_code == 404


def test_what_cannot_go_along_is_told_to_its_sender_only(cast: Any, client_of: Any) -> None:
    conversation = sent(cast, ("virus.exe", b"MZ a program"), ("brief.pdf", pdf()))
    assert check_files() == 1
    page = f"/berichten/{conversation.pk}/"
    assert "virus.exe is geen PDF, foto of Office-bestand." in client_of(cast.samira).get(page).content.decode()
    assert "virus.exe" not in client_of(cast.naima).get(page).content.decode()


def test_a_virus_is_thrown_away_and_a_scanner_that_is_away_keeps_it_apart(cast: Any, clamd: Callable[[], None]) -> None:
    sent(cast, ("brief.docx", DOCX + VIRUS))
    assert check_files() == 0
    row = MessageFile.objects.get()
    assert (row.state, row.original.name) == ("refused", "")
    clamd()
    with override_settings(CLAMD_SOCKET="/nonexistent"):
        sent(cast, ("tweede.docx", DOCX))
        assert check_files() == 0
    assert MessageFile.objects.get(name="tweede.docx").state == "uploaded"


def test_too_many_or_too_large_is_said_and_the_text_kept(cast: Any, client_of: Any) -> None:
    conversation = start(cast)
    files = [SimpleUploadedFile(f"{number}.pdf", b"%PDF-") for number in range(11)]
    response = client_of(cast.samira).post(f"/berichten/{conversation.pk}/", {"text": "Elf stuks.", "files": files})
    assert response.status_code == 422
    html = response.content.decode()
    assert "Hoogstens 10 bestanden." in html
    assert "Elf stuks." in html
    assert not MessageFile.objects.exists()
