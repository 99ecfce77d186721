"""Files that were sent: kept in memory, found again by their file_id."""

import mimetypes
import secrets
import struct
from dataclasses import dataclass

from simulator.call import Call, Json, Upload
from simulator.errors import bad_request


@dataclass(frozen=True)
class StoredFile:
    """A file's bytes and names."""

    file_id: str
    unique_id: str
    path: str
    name: str
    mime_type: str
    body: bytes

    def ids(self) -> Json:
        """The fields that every kind of file has."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.body),
        }

    def document(self) -> Json:
        """The file as a Document."""
        return {"file_name": self.name, "mime_type": self.mime_type, **self.ids()}

    def photo(self) -> list[Json]:
        """The file as the sizes of a photo: one, its own."""
        width, height = image_size(self.body) or (320, 240)
        return [{**self.ids(), "width": width, "height": height}]


class FileStore:
    """Stores files and hands them out."""

    def __init__(self) -> None:
        self._files: dict[str, StoredFile] = {}
        self._paths: dict[str, StoredFile] = {}

    def keep(self, folder: str, name: str, body: bytes, content_type: str = "") -> StoredFile:
        """Store a file under a new file_id."""
        number = len(self._files) + 1
        guessed = mimetypes.guess_type(name)[0]
        kind = (
            content_type
            if content_type not in ("", "application/octet-stream", "application/unknown")
            else ""
        )
        file = StoredFile(
            file_id=f"SIM{number}-{secrets.token_urlsafe(24)}",
            unique_id=f"SIM{number}{secrets.token_hex(4)}",
            path=f"{folder}/file_{number}{_extension(name)}",
            name=name,
            mime_type=guessed or kind or "application/octet-stream",
            body=body,
        )
        self._files[file.file_id] = self._paths[file.path] = file
        return file

    def by_id(self, file_id: str) -> StoredFile:
        """Find a file; refuses unknown ids as Telegram does."""
        if file_id not in self._files:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return self._files[file_id]

    def find(self, file_id: str) -> StoredFile | None:
        """Find a file by its id; None for unknown ones."""
        return self._files.get(file_id)

    def by_path(self, path: str) -> StoredFile | None:
        """Find a file by the path that getFile gave."""
        return self._paths.get(path)

    def given(self, call: Call, name: str, folder: str) -> StoredFile:
        """The file of this parameter: uploaded, attached under another name, or known by its id."""
        value = call.text(name)
        upload = call.files.get(value.removeprefix("attach://") if value.startswith("attach://") else name)
        if upload:
            return self._kept(upload, folder)
        if not value:
            raise bad_request(f"there is no {name} in the request")
        if value.startswith(("http://", "https://")):
            raise bad_request("failed to get HTTP URL content")  # the simulator fetches nothing
        return self.by_id(value)

    def _kept(self, upload: Upload, folder: str) -> StoredFile:
        if not upload.body:
            raise bad_request("file must be non-empty")
        if folder == "photos" and not image_size(upload.body):
            raise bad_request("IMAGE_PROCESS_FAILED")
        return self.keep(folder, upload.name, upload.body, upload.content_type)


def image_size(body: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, GIF or JPEG; None if it is none of these."""
    if body[:8] == b"\x89PNG\r\n\x1a\n" and len(body) >= 24:
        width, height = struct.unpack(">II", body[16:24])
        return width, height
    if body[:4] == b"GIF8" and len(body) >= 10:
        width, height = struct.unpack("<HH", body[6:10])
        return width, height
    return _jpeg_size(body) if body[:2] == b"\xff\xd8" else None


def _jpeg_size(body: bytes) -> tuple[int, int] | None:
    position = 2
    while position + 9 < len(body) and body[position] == 0xFF:
        marker, length = body[position + 1], struct.unpack(">H", body[position + 2 : position + 4])[0]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", body[position + 5 : position + 9])
            return width, height
        position += 2 + length
    return None


def _extension(name: str) -> str:
    extension = name.rpartition(".")[2]
    return f".{extension}" if "." in name and extension.isalnum() and len(extension) <= 8 else ""
