"""The package of a record's evidence (证据包): its files, and the signed list of their digests."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from inspections.domain.evidence import canonical
from inspections.domain.manifests import PACKAGE, first_of
from inspections.domain.marks import marks_read

LIST, SIGNATURE = "package.json", "package.sig"
ENDINGS = {
    "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/heic": "heic", "image/avif": "avif",
    "video/mp4": "mp4", "video/quicktime": "mov", "video/webm": "webm", "video/3gpp": "3gp",
    "audio/mp4": "m4a", "audio/mpeg": "mp3", "audio/ogg": "ogg", "audio/wav": "wav", "audio/webm": "weba",
    "audio/amr": "amr", "application/pdf": "pdf",
}  # fmt: skip

README = """文巡证据包 / Wenxun evidence package

本压缩包是一份检查记录的全部证据。核验办法（任何装有 Python 3.9 及以上的电脑，不需联网）：
    python evidence_verify.py 证据包.zip --key 公钥
公钥在 /api/v1/public/keys 公布；请从该处或本单位公告取得，不要只用包内的公钥。
每一步输出 PASS（通过）、WARN（通过但应知悉）、PARTIAL（无法全部核验）或 FAIL（不通过）。
    record.json     检查记录，规范 JSON，其 SHA-256 即记录摘要
    receipt.json    服务器收到记录时的回执及签名
    manifest.json   附件清单（标识、SHA-256、大小、类型、拍摄与收到时间、标注摘要）及签名
    marks.json      照片标注，独立图层，原件未作任何改动
    journal.jsonl   本记录的日志行摘要
    files/          原件，逐字节保存
    keys.json       签名公钥
    package.json    以上各文件的摘要；package.sig 为其签名

This archive holds all the evidence of one inspection record. To verify it (any computer with Python 3.9 or
newer, no network):
    python evidence_verify.py package.zip --key PUBLIC_KEY
Public keys are published at /api/v1/public/keys; take yours from there or from a notice of the organ, not
from this archive alone. Every step prints PASS, WARN, PARTIAL or FAIL.
    record.json     the record in canonical JSON; its SHA-256 is the digest of the record
    receipt.json    the server's signed receipt of the record
    manifest.json   the signed list of files: id, SHA-256, size, type, times, digest of marks
    marks.json      marks on photos, a layer of their own; the originals are untouched
    journal.jsonl   digests of the journal lines of this record
    files/          the originals, byte for byte
    keys.json       public keys
    package.json    digests of all of the above; package.sig is the signature under it
"""


def file_name(file: Mapping[str, Any]) -> str:
    """Where the original of a line of the manifest lies in the package."""
    return f"files/{file['id']}.{ENDINGS.get(file['type'], 'bin')}"


def marks_text(photos: Iterable[Mapping[str, Any]]) -> str:
    """id → marks, of photos that have any."""
    marks = {str(one["id"]): marks_read(one.get("marks") or ()) for one in first_of(list(photos))}
    return canonical({key: listed for key, listed in marks.items() if listed})


def signed_text(text: str, signature: str) -> str:
    """A signed text with its signature, as a file of the package; read back it is the same text."""
    return canonical({"signature": signature, "text": json.loads(text)})


def list_text(record: str, digests: Mapping[str, tuple[str, int]], *, key: str, made_ms: int) -> str:
    """package.json: every other file of the package with SHA-256 and size."""
    files = [{"name": name, "sha256": digests[name][0], "size": digests[name][1]} for name in sorted(digests)]
    return canonical({"files": files, "key": key, "made_ms": made_ms, "record": record, "spec": PACKAGE})


def told(data: bytes) -> tuple[str, int]:
    """SHA-256 and size."""
    return hashlib.sha256(data).hexdigest(), len(data)
