"""What a file is by its own bytes; what the client claims is not believed."""

import re

_MAGIC: tuple[tuple[bytes, int, str], ...] = (
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"WEBP", 8, "image/webp"),
    (b"WAVE", 8, "audio/wav"),
    (b"ftypavif", 4, "image/avif"),
    (b"ftypqt  ", 4, "video/quicktime"),
    (b"ftyp3g", 4, "video/3gpp"),
    (b"ftypM4A", 4, "audio/mp4"),
    (b"OggS", 0, "audio/ogg"),
    (b"#!AMR", 0, "audio/amr"),
    (b"ID3", 0, "audio/mpeg"),
    (b"\xff\xfb", 0, "audio/mpeg"),
    (b"%PDF-", 0, "application/pdf"),
    (b"\xff\xf3", 0, "audio/mpeg"),
    (b"\xff\xf2", 0, "audio/mpeg"),
)
_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX = f"{_OFFICE}wordprocessingml.document"
XLSX = f"{_OFFICE}spreadsheetml.sheet"
PPTX = f"{_OFFICE}presentationml.presentation"
# The part only this kind has, named in the directory at the end; one with macros is no office file.
_PARTS = ((b"word/document.xml", DOCX), (b"xl/workbook.xml", XLSX), (b"ppt/presentation.xml", PPTX))
_MACROS = b"vbaProject.bin"
_STREAMS = (("WordDocument", "application/msword"), ("Workbook", "application/vnd.ms-excel"))
# media type → the ending of a file's name
ENDINGS = {
    "image/jpeg": "jpg", "audio/mpeg": "mp3", "audio/mp4": "m4a", "video/quicktime": "mov",
    "video/3gpp": "3gp",
    DOCX: "docx", XLSX: "xlsx", PPTX: "pptx", "application/msword": "doc", "application/vnd.ms-excel": "xls",
    "application/octet-stream": "bin",
}  # fmt: skip


def ending(media: str) -> str:
    """`jpg`, `docx`: how a file of this type is named."""
    return ENDINGS.get(media) or media.rpartition("/")[2]


_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
# An ISO file says in the handler box of each track what the track is, a Matroska file names its codec.
_TRACK = re.compile(rb"hdlr.{8}(vide|soun)", re.DOTALL)
_MATROSKA, _VIDEO_CODEC, _HEAD = b"\x1a\x45\xdf\xa3", re.compile(rb"V_(VP|AV1|MPEG|UNCOMPRESSED|MS)"), 65536


def media_type(whole: bytes) -> str:
    """The media type by magic bytes and tracks; `application/octet-stream` for the unknown."""
    if whole[4:8] == b"ftyp" and whole[8:12] in _HEIF_BRANDS:
        return "image/heic"
    for magic, at, name in _MAGIC:
        if whole[at : at + len(magic)] == magic:
            return name
    if whole[:4] == _ZIP:
        return _packed(whole[-_HEAD:])
    if whole[:8] == _COMPOUND:
        found = (media for name, media in _STREAMS if name.encode("utf-16-le") in whole)
        return next(found, "application/octet-stream")
    if whole[:4] == _MATROSKA:
        return "video/webm" if _VIDEO_CODEC.search(whole[:_HEAD]) else "audio/webm"
    if whole[4:8] == b"ftyp":
        tracks = set(_TRACK.findall(whole))
        return "audio/mp4" if tracks == {b"soun"} else "video/mp4"
    return "application/octet-stream"


def _packed(directory: bytes) -> str:
    if _MACROS in directory:
        return "application/zip"
    return next((media for part, media in _PARTS if part in directory), "application/zip")
