"""An upload never fills the disk: what comes after the first megabytes of a file is counted and thrown away.

The form then sees a file that is too large and says so beside the field, instead of the connection breaking.
"""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler

# Above what any form accepts, so that a cut file is always refused.
KEPT = 8 * 1024 * 1024


class CappedUploadHandler(FileUploadHandler):
    """Stands before the handlers that keep files, and stops handing on once enough has come."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start < KEPT else None

    def file_complete(self, file_size: int) -> Any:
        return None
