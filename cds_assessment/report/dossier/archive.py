"""A ZIP that is written piece by piece: no file is ever in memory as a whole."""

import contextlib
import hashlib
import io
import os
import time
import zipfile
from dataclasses import dataclass

from ...tools.file_name import UniquePaths

CHUNK = 1024 * 1024
# What is compressed already, and would only take time.
STORED = frozenset(
    "pdf png jpg jpeg jfif gif webp docx xlsx pptx odt ods odp zip mp3 mp4".split()
)


class FileLostError(Exception):
    """A file that did not come along.

    :param code: ``missing`` or ``changed``
    """

    def __init__(self, code):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Written:
    """A file as it stands in the ZIP."""

    path: str
    size: int
    sha256: str


class Archive:
    """A ZIP on the disk, and what stands in it.

    :param path: where to write it
    :param made_at: the date of its files
    """

    def __init__(self, path, made_at):
        self._zip = zipfile.ZipFile(path, "w", allowZip64=True)
        self._date = made_at.timetuple()[:6]
        self._paths = UniquePaths()
        self.written = []

    def __enter__(self):
        return self

    def __exit__(self, *_exc):
        self._zip.close()

    def add_bytes(self, path, content):
        """Write a small file."""
        self._copy(path, io.BytesIO(content), len(content), lambda _count: None)

    def add_file(self, path, source, size=0, sha256="", tell=lambda _count: None):
        """Copy a file from the disk, and hash it on the way.

        :param source: path on the disk, or an open binary file
        :param size: about how large it is
        :param sha256: what it should be; one that is not does not stay in the ZIP
        :param tell: called with the bytes of each chunk
        :raise FileLostError: when it is not there, or not what it should be
        """
        try:
            with _opened(source) as file:
                written = self._copy(path, file, size, tell)
        except FileLostError:
            self._drop(path)
            raise
        if sha256 and written.sha256 != sha256:
            self._drop(path)
            raise FileLostError("changed")

    def _copy(self, path, file, size, tell):
        self._paths.take(path)
        entry = zipfile.ZipInfo(path, self._date)
        entry.file_size = size  # decides whether its header is made for large files
        entry.external_attr = 0o644 << 16
        is_stored = path.rpartition(".")[2] in STORED
        entry.compress_type = zipfile.ZIP_STORED if is_stored else zipfile.ZIP_DEFLATED
        digest, total = hashlib.sha256(), 0
        with self._zip.open(entry, "w") as target:
            while chunk := _read(file):
                digest.update(chunk)
                target.write(chunk)
                total += len(chunk)
                tell(len(chunk))
        written = Written(path, total, digest.hexdigest())
        self.written.append(written)
        return written

    def _drop(self, path):
        """Take the last entry back: what follows is written over it."""
        entry = self._zip.NameToInfo.get(path)
        if entry is None:
            return
        self._zip.fp.seek(entry.header_offset)
        self._zip.fp.truncate()
        self._zip.start_dir = entry.header_offset
        self._zip.filelist.remove(entry)
        del self._zip.NameToInfo[path]
        self.written = [file for file in self.written if file.path != path]


def _opened(source):
    if not isinstance(source, str):
        return contextlib.nullcontext(source)
    try:
        return open(source, "rb")
    except OSError as error:
        raise FileLostError("missing") from error


def _read(file):
    # What cannot be read is lost; a disk that is full stops everything.
    try:
        return file.read(CHUNK)
    except OSError as error:
        raise FileLostError("missing") from error


def hash_file(path):
    """Give the hashes of a file on the disk.

    :return: SHA-1, by which Odoo's file store names files, SHA-256, and the size
    """
    sha1, sha256, size = hashlib.sha1(), hashlib.sha256(), 0
    with open(path, "rb") as file:
        while chunk := file.read(CHUNK):
            sha1.update(chunk)
            sha256.update(chunk)
            size += len(chunk)
    return sha1.hexdigest(), sha256.hexdigest(), size


class _Pipe(io.RawIOBase):
    """Where a ZIP is written that is sent on at once."""

    def __init__(self):
        self._chunks = []

    def writable(self):
        return True

    def write(self, chunk):  # pylint: disable=method-required-super
        self._chunks.append(bytes(chunk))
        return len(chunk)

    def take(self):
        chunks, self._chunks = self._chunks, []
        return b"".join(chunks)


def stream_zip(files, texts):
    """Yield a ZIP of files on the disk piece by piece, to be sent while it is made.

    There is no way back in a pipe: sizes stand behind the data. Readers that go through
    a ZIP from its beginning (Java's, for one) find the end of an entry only where the
    data itself tells it: all is deflated, at no cost, for the files are packed already.

    :param files: pairs of name and path
    :param texts: pairs of name and bytes
    :return: an iterator of bytes
    """
    pipe, date, paths = _Pipe(), time.localtime()[:6], UniquePaths()
    with zipfile.ZipFile(pipe, "w") as archive:
        for name, path in files:
            with open(path, "rb") as source:
                entry = _deflated(paths.take(name), date)
                # sizes of eight bytes only where they are needed: few readers know them
                entry.file_size = os.path.getsize(path)
                with archive.open(entry, "w") as target:
                    while chunk := source.read(CHUNK):
                        target.write(chunk)
                        yield pipe.take()
        for name, content in texts:
            archive.writestr(_deflated(paths.take(name), date), content)
            yield pipe.take()
    yield pipe.take()


def _deflated(name, date):
    entry = zipfile.ZipInfo(name, date)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry._compresslevel = 0
    return entry
