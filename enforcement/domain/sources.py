"""Where a case or lead comes from (案源) and how a document is served (送达方式), with their words."""

# code → (中文, English)
SOURCES: dict[str, tuple[str, str]] = {
    "inspection": ("检查发现", "Inspection"),
    "hotline": ("12345、12318 热线", "Hotline 12345 or 12318"),
    "report": ("举报投诉", "Report or complaint"),
    "superior": ("上级交办", "Assigned from above"),
    "transfer": ("部门移送", "Transferred by another body"),
    "monitoring": ("网络监测", "Monitoring"),
    "media": ("媒体曝光", "Media"),
    "liaison": ("街道联络员报告", "Street liaison"),
}

ELECTRONIC = "electronic"
UNAGREED = "electronic_unagreed"  # 行政处罚法 Art 61: the party's written agreement is not recorded
SERVICE_MODES: dict[str, tuple[str, str]] = {
    "direct": ("直接送达", "In person"),
    "left": ("留置送达", "Left at the address"),
    "mail": ("邮寄送达", "By mail"),
    "electronic": ("电子送达", "Electronic"),
    "announcement": ("公告送达", "By announcement"),
}
