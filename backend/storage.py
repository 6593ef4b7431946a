"""Bytes that survive a power loss once acknowledged: a durable disk storage, and put, get, drop for any."""

import os
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog
from botocore.exceptions import ClientError
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage

from backend.domain.errors import DomainError

log = structlog.get_logger()


class DurableFileSystemStorage(FileSystemStorage):
    """Writes to a temporary name, fsyncs file and folders, then renames; an existing name is replaced."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Names are content addresses: writing one again writes the same bytes."""
        return name

    def _save(self, name: str, content: "File[Any]") -> str:
        path = Path(self.path(name))
        _make_folder(path.parent)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".part-")
        try:
            with os.fdopen(handle, "wb") as out:
                content.seek(0)
                for piece in content.chunks():
                    out.write(piece)
                out.flush()
                os.fsync(out.fileno())
            Path(temporary).rename(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        _fsync_folder(path.parent)
        return name


def _make_folder(folder: Path) -> None:
    """With its parents; the name of each new one is on the disk before anything is put into it."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    _fsync_folder(folder.parent)


def _fsync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put(path: str, data: bytes) -> None:
    """Write one object whole; `storage_down` when the storage cannot."""
    try:
        default_storage.save(path, ContentFile(data))
    except Exception as error:  # a disk and S3 fail in many classes; all mean: come back later
        log.exception("storage_down", path=path)
        raise DomainError("storage_down") from error


def get(path: str) -> bytes:
    """The bytes of one object; FileNotFoundError when it is not there, `storage_down` when nobody can say."""
    try:
        with default_storage.open(path, "rb") as source:
            data: bytes = source.read()
    except FileNotFoundError:
        raise
    except Exception as error:  # as in put
        if _gone(error):
            raise FileNotFoundError(path) from error
        log.exception("storage_down", path=path)
        raise DomainError("storage_down") from error
    return data


def _gone(error: Exception) -> bool:
    """Whether S3 says so: an object may go between being opened and being read."""
    return isinstance(error, ClientError) and error.response["ResponseMetadata"]["HTTPStatusCode"] == 404


def drop(path: str) -> None:
    """Remove one object; one that stays behind is found by the sweep."""
    try:
        default_storage.delete(path)
    except Exception as error:  # as in put; nothing waits for it
        log.warning("object_left_behind", path=path, error=str(error))


def folders(path: str) -> list[str]:
    """The names of the folders below `path`; none when it is not there."""
    try:
        return sorted(default_storage.listdir(path)[0])
    except FileNotFoundError:
        return []


def names(path: str) -> list[str]:
    """The full names of the objects right below `path`."""
    return [f"{path}/{name}" for name in sorted(default_storage.listdir(path)[1])]


def older(path: str, than: datetime) -> bool:
    """Whether the object was written before `than`; one that has just gone is not."""
    try:
        return default_storage.get_modified_time(path) < than
    except FileNotFoundError:
        return False
