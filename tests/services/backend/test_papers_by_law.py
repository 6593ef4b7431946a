"""What an article wants written stands on its paper, and cannot be left out."""

import pytest

from backend.documents.catalogue import form_get
from enforcement.domain.evidence import KINDS
from enforcement.domain.papers import REMEDY as OF_DECISION
from enforcement.domain.trackpapers import REMEDY as OF_SEIZURE

PARTY = {"party_name", "party_address"}
WANTED = [
    # 行政处罚法 Art 59: party, facts and evidence, kind and basis, how and by when it is performed, remedies
    ("decision", PARTY | {"facts", "reasons", "penalty", "payment", "remedy"}),
    # 行政处罚法 Art 65: decided by the record of the hearing, which the opinion sums up
    ("hearing_opinion", {"heard_on", "host", "disputes", "opinion"}),
    # 行政强制法 Art 24: party, grounds, basis and period, things by name and number, remedies
    ("seizure", PARTY | {"grounds", "law", "from_on", "until_on", "items", "remedy"}),
    # 行政强制法 Art 18: two officers and the party sign what was done
    ("seizure", {"officers", "officer_sign", "officer2_sign", "party_sign"}),
    # 行政强制法 Art 27: what became of the things
    ("seizure_result", {"of_number", "result", "items"}),
    # 行政强制法 Art 28: lifted on a day, for a reason, the things given back
    ("seizure_release", {"of_number", "released_on", "grounds", "items", "party_sign"}),
    # 移送规定 Art 6: the facts and what is suspected; what is enclosed has its place and may be nothing
    ("case_transfer", {"to_organ", "cause", "summary", "grounds"}),
]


@pytest.mark.parametrize(("code", "wanted"), WANTED)
def test_paper_asks_for_what_its_article_wants_written(code: str, wanted: set[str]) -> None:
    asked = {field.key for field in form_get(code).fields if field.required}
    assert wanted - asked == set()


def test_papers_tell_both_remedies_with_their_periods() -> None:
    for words in (OF_DECISION, OF_SEIZURE):
        assert "六十日内依法申请行政复议" in words
        assert "六个月内依法向人民法院提起行政诉讼" in words


def test_art46_evidence_is_of_one_of_eight_kinds() -> None:
    said = "书证 物证 视听资料 电子数据 证人证言 当事人陈述 鉴定意见 勘验笔录、现场笔录"
    assert [zh for zh, _ in KINDS.values()] == said.split()
