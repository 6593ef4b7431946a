"""Evidence of a case (证据): its kinds by 行政处罚法 Art 46, and its moves."""

from backend.domain.media import DOCX, PPTX, XLSX
from backend.domain.states import Facts, Move, Moves

# code → (中文, English), in the order of the article
KINDS = {
    "documentary": ("书证", "Documentary evidence"),
    "physical": ("物证", "Physical evidence"),
    "audiovisual": ("视听资料", "Audiovisual material"),
    "electronic": ("电子数据", "Electronic data"),
    "testimony": ("证人证言", "Testimony of a witness"),
    "statement": ("当事人陈述", "Statement of the party"),
    "appraisal": ("鉴定意见", "Expert opinion"),
    "scene": ("勘验笔录、现场笔录", "Record of inquest or of the scene"),
}
# What a file of the evidence may be by its own bytes: shown where a browser can, else a download.
MEDIA = (
    "image/png", "image/jpeg", "image/webp", "application/pdf", "video/mp4", "video/quicktime", "video/webm",
    "audio/mpeg", "audio/mp4", "audio/wav", "audio/ogg", "audio/webm", "audio/amr", DOCX, XLSX, PPTX,
    "application/msword", "application/vnd.ms-excel",
)  # fmt: skip
SHUT = frozenset({"closed", "archived", "withdrawn", "transferred"})  # the file of such a case is finished


def _every_byte_is_here(facts: Facts) -> list[str]:
    missing = [] if facts.get("case_open") else ["case_open"]
    return missing + ([] if facts.get("stored") else ["evidence_stored"])


def _has_its_reason(facts: Facts) -> list[str]:
    missing = [] if facts.get("case_open") else ["case_open"]
    return missing + ([] if facts.get("reason") else ["reason"])


EVIDENCE: Moves = {
    ("", "evidence.add"): Move("kept", _every_byte_is_here),
    ("kept", "evidence.set_aside"): Move("set_aside", _has_its_reason),
}


def _signed_copy_is_here(facts: Facts) -> list[str]:
    missing = [] if facts.get("signed_copy") else ["signed_copy"]
    return missing + (["not_archived"] if facts.get("archived") else [])


# a paper that is made may come back signed, as often as it is signed, until its file is on the shelf
SIGNED: Moves = {("made", "document.sign"): Move("made", _signed_copy_is_here)}
