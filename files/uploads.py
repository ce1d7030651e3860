"""Taking files off the line: what is too large is not kept while it still comes in."""

from django.core.files.uploadhandler import FileUploadHandler

# Bytes of one file that may reach the disk; the largest that any form takes (a photo).
UPLOAD_MAX = 25 * 1024 * 1024


class CappedUploadHandler(FileUploadHandler):
    """Stands before the handlers that keep a file: past the cap they get no more of it.

    What they kept is then larger than the cap, so it is refused by its name like any file that is too large.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start <= UPLOAD_MAX else None

    def file_complete(self, file_size: int) -> None:
        """It keeps nothing itself."""
