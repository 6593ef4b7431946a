"""The words of what figures count by kind, and of what stands beside a figure."""

# part → (中文, English)
PARTS: dict[str, tuple[str, str]] = {
    "pending": ("待审核", "Pending review"),
    "absent": ("未营业或未找到", "Closed or not found"),
    "remote": ("非现场检查", "Remote"),
    "excluded": ("审定不计入", "Settled not to count"),
    "led_to_penalty": ("已作出行政处罚", "Led to a penalty"),
    "led_to_act": ("已采取行政强制措施", "Led to a compulsory measure"),
    "incomplete": ("记录不完整", "Record not complete"),
    "no_penalty": ("不予处罚", "No penalty"),
    "not_established": ("违法事实不成立", "Not established"),
    "transfer": ("移送司法", "Transferred to the police"),
    "not_on_register": ("截止日后入库", "Registered after the cut-off day"),
    "short": ("未达标", "Not yet met"),
    "going_on": ("进行中", "Going on"),
    "unconfirmed": ("已举办待确认", "Held, not confirmed"),
    "unsigned": ("签字件未收回", "Signed paper not back"),
    "empty": ("截止日无检查对象", "No venue on the cut-off day"),
}

# Side tracks that are an enforcement act of their own (表三 of the yearbook) → the states in which it was
# taken; refused: done at once and not approved afterwards, it was taken all the same (docs/decisions/0027).
ACTS_TAKEN: dict[str, tuple[str, ...]] = {
    "seizure": ("acted", "sealed", "prolonging", "extended", "lifted", "refused"),
}

ACTIVITIES = {
    "green_bookmark_campus_event": ("“绿书签”进校园宣传", "Green Bookmark campus events", "次"),
    "anti_piracy_demonstration_sites": ("“扫黄打非”基层示范点", "anti-piracy demonstration sites", "个"),
    "no_satellite_dish_communities": ("无“小耳朵”社区（村）", "communities without satellite dishes", "个"),
    "no_satellite_dish_townships": ("无“小耳朵”乡镇（街道）", "townships without satellite dishes", "个"),
    "street_enforcement_training": ("街道综合执法培训", "training of street enforcement", "次"),
    "safety_committee_meetings": ("文旅安全生产委员会会议", "safety committee meetings", "次"),
    "safety_trainings_and_drills": ("安全生产培训和应急演练", "safety trainings and drills", "次"),
}

# key → kind of the fact, kind of its rows, 中文, English, unit, formula
ONCE = {
    "cases_filed": (
        "case_filed", "filed_case", "立案调查", "cases filed", "件",
        "立案日期在期间内的案件数，后来撤销的计入",
        "cases filed in the window, those withdrawn later included",
    ),
    "cases_closed": (
        "case_closed", "closed_case", "办结案件", "cases closed", "件",
        "结案、撤销立案或者移送日期在期间内的案件数；结案方式见统计表",
        "cases closed, withdrawn or transferred in the window; by closing type in the tables",
    ),
    "hazards_found": (
        "hazard_found", "hazard", "排查隐患", "hazards found", "处",
        "期间内发现的隐患数，录入有误撤下的不计", "hazards found in the window, those entered by mistake not",
    ),
    "hazards_corrected": (
        "hazard_closed", "closed_hazard", "整改隐患", "hazards corrected", "处",
        "期间内销号的隐患数", "hazards closed in the window",
    ),
}  # fmt: skip

GUIDANCE = {
    "administrative_talks": ("talk", "行政约谈", "administrative talks", "次"),
    "letters_of_commitment": ("pledge", "承诺书", "letters of commitment", "份"),
}
