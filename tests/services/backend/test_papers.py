"""Every form in both renderings, and templates that must say the same."""

import io
from datetime import date

import pytest
from docx import Document as Word
from docx.oxml.ns import qn
from PIL import Image
from pypdf import PdfReader

from backend import clock
from backend.documents.catalogue import form_get, forms
from backend.documents.making import (
    OWN,
    Paper,
    Templates,
    disagreements,
    paper_pdf,
    paper_word,
    pdf_text,
    qr_text,
    sample,
)
from backend.documents.pdf import PaperFault, layout
from backend.documents.word import default_template, word_text
from backend.domain.errors import DomainError
from backend.domain.forms import Heading, printed
from backend.models import FormTemplate, User
from backend.services.documents import template_put, templates_of
from backend.services.numbers import TEMPLATES

ON = date(2026, 9, 15)
HEADING = Heading("示例大队", "示〔2026〕1号", ON)


def picture(kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 20), "white").save(out, kind)
    return out.getvalue()


def test_the_twenty_eight_forms_are_all_there() -> None:
    assert sorted({form.no for form in forms().values()} - {0}) == list(range(1, 29))
    assert {form.series for form in forms().values()} - {""} <= TEMPLATES.keys()


@pytest.mark.embedded
def test_both_renderings_of_every_form_say_every_field() -> None:
    assert {code: disagreements(form, OWN, on=ON) for code, form in forms().items()} == {
        code: [] for code in forms()
    }


def test_paper_has_number_pages_and_signature_and_is_made_the_same_twice() -> None:
    form = form_get("rectification")
    values = {**sample(form), "violations": "未悬挂许可证。\n" * 60}
    paper = Paper(form, HEADING, values, "qr", {"party_sign": picture()})
    made = paper_pdf(paper)
    text = "".join(pdf_text(made).split())
    assert made == paper_pdf(paper)
    assert all(words in text for words in ("责令改正通知书", "示〔2026〕1号", "第1页共3页", "第3页共3页"))
    assert "未悬挂许可证。" in word_text(paper_word(paper))


def test_code_on_a_paper_says_who_issued_which_paper() -> None:
    said = qr_text(organ="示例大队", name="送达回证", number="", uuid="u")
    assert said == "示例大队\n送达回证\n（无文号）\nu"


def test_missing_glyph_font_or_picture_fails_the_paper(settings: pytest.FixtureRequest) -> None:
    form = form_get("closing_report")
    with pytest.raises(PaperFault, match="字库中没有这些字符：😀"):
        paper_pdf(Paper(form, HEADING, {**sample(form), "performance": "已缴清😀"}, "qr"))
    with pytest.raises(PaperFault, match="签名图片无法读取"):
        paper_pdf(Paper(form, HEADING, sample(form), "qr", {"leader_sign": b"no picture"}))
    for rare in ("𠮷", r"\u{20BB7}"):
        own = Templates(typst=layout() + f"\n/* */ #hide[{rare}]")
        with pytest.raises(PaperFault, match="模板中有字库没有的字符：𠮷"):
            disagreements(form, own, on=ON)
    other_face = layout().replace("font: d.face", 'font: "Song of Nowhere"')
    with pytest.raises(PaperFault, match="排版警告"):
        paper_pdf(Paper(form, HEADING, sample(form), "qr"), Templates(typst=other_face))


def _put(actor: User, kind: str, content: bytes) -> FormTemplate:
    return template_put(form="closing_report", kind=kind, content=content, actor=actor, now=clock.now())


def _refused(actor: User, kind: str, content: bytes) -> tuple[str, object]:
    with pytest.raises(DomainError) as refused:
        _put(actor, kind, content)
    return refused.value.code, refused.value.data.get("lacking", refused.value.data.get("why"))


def _word_without(slot: str) -> bytes:
    paper = Word(io.BytesIO(default_template("closing_report")))
    for line in paper.paragraphs:
        line.text = line.text.replace(f"{{{{ {slot} }}}}", "")
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


@pytest.mark.django_db
def test_template_that_leaves_out_a_field_is_refused_with_the_field(supervisor: User) -> None:
    silent = layout().replace('b.kind == "long"', 'b.kind == "never"')
    code, lacking = _refused(supervisor, "typst", silent.encode())
    assert code == "template_disagrees"
    assert {"field": "penalty", "label": "处罚内容", "lacks": "pdf"} in lacking  # type: ignore[operator]
    lacks = [{"field": "performance", "label": "执行方式与结果", "lacks": "docx"}]
    assert _refused(supervisor, "docx", _word_without("performance")) == ("template_disagrees", lacks)
    assert not FormTemplate.objects.everywhere("guard").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "content", "why"),
    [
        ("typst", b'#read("/etc/passwd")', "模板不能使用 read("),
        ("typst", b"#nonsense()", "排版失败"),
        ("typst", b"\xff\xfe", "decode"),
        ("docx", b"no zip", "不是 Word 文档"),
    ],
)
def test_template_that_cannot_be_used_is_refused(
    supervisor: User, kind: str, content: bytes, why: str
) -> None:
    code, told = _refused(supervisor, kind, content)
    assert code == "template_broken"
    assert why in str(told)


@pytest.mark.django_db
def test_bureaus_template_is_used_by_version_until_it_goes_back(supervisor: User) -> None:
    own = layout().replace("#v(5mm)", "#v(6mm)")
    assert _put(supervisor, "typst", own.encode()).version == 1
    organ = str(supervisor.organ_id)
    assert templates_of(organ, "closing_report") == (Templates(own), {"typst": 1, "docx": 0})
    assert _put(supervisor, "typst", b"").version == 2
    assert templates_of(organ, "closing_report") == (OWN, {"typst": 0, "docx": 0})


@pytest.mark.django_db
def test_word_template_reaches_nothing_but_the_paper(supervisor: User) -> None:
    code, why = _refused(supervisor, "docx", _sneaky())
    assert (code, "unsafe" in str(why)) == ("template_broken", True)


def _sneaky() -> bytes:
    paper = Word(io.BytesIO(default_template("closing_report")))
    paper.add_paragraph("{{ ''.__class__.__mro__ }}")
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def pages_of(content: bytes) -> list[str]:
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]


@pytest.mark.parametrize("code", ["investigation_end", "spot_penalty", "seizure", "question_record"])
def test_no_signature_stands_alone_on_its_page_however_long_the_paper(code: str) -> None:
    form = form_get(code)
    alone = []
    long = next(one.key for one in form.fields if one.kind == "long")
    for lines in range(1, 32, 2):
        values = {**sample(form), long: "\n".join(["示例内容。"] * lines)}
        for page in pages_of(paper_pdf(Paper(form, HEADING, values, "示例"))):
            head = page.find("签名")
            if 0 <= head < 8:  # 当事人签名 or 执法人员签名 is the first word of the page
                alone.append(lines)
    assert alone == []


def test_box_of_facts_leaves_the_line_above_it_whole() -> None:
    form = form_get("case_transfer")
    found: dict[str, float] = {}

    def place(text: str, page: list[float], at: list[float], *_: object) -> None:
        for mark in ("你机关处理", form.field("party_name").label):
            if mark in text and mark not in found:
                found[mark] = page[5] + page[3] * at[5]

    content = paper_pdf(Paper(form, HEADING, sample(form), "示例"))
    PdfReader(io.BytesIO(content)).pages[0].extract_text(visitor_text=place)
    above, below = found.values()
    assert above - below > 24, found  # a line, the rule of the box and its inset


def test_year_and_number_of_a_paper_stay_on_one_line_wherever_they_stand() -> None:
    form, number = form_get("case_transfer"), "(示)文综罚字〔2026〕8号"
    long = next(one.key for one in form.fields if one.kind == "long")
    torn = []
    for before in range(24, 48):
        values = {**sample(form), long: f"{'示' * before}{number}。"}
        content = paper_pdf(Paper(form, HEADING, values, "示例"))
        if "〔2026〕8号" not in pdf_text(content):
            torn.append(before)
    assert torn == []


def test_proof_of_service_says_each_number_on_one_line() -> None:
    form, number = form_get("service_proof"), "(示)文综罚字〔2026〕18号"
    values = {**sample(form), "papers": [{"name": "行政处罚决定书", "number": number, "count": "1"}]}
    assert number in pdf_text(paper_pdf(Paper(form, HEADING, values, "示例")))


def test_word_copy_breaks_no_line_before_the_sign_of_a_number() -> None:
    settings = Word(io.BytesIO(default_template("service_proof"))).settings.element
    after, before = (settings.find(qn(f"w:noLineBreaks{name}")) for name in ("After", "Before"))
    assert [one.get(qn("w:lang")) for one in (after, before)] == ["zh-CN", "zh-CN"]
    assert "号" in before.get(qn("w:val"))
    assert {"〔", "〕"} <= set(after.get(qn("w:val")))


def test_expert_has_no_certificate_of_an_enforcement_officer() -> None:
    said = [{"name": "金鉴", "cert_no": "J1"}]
    told = [
        printed(form_get("appraisal").field("experts"), said),
        printed(form_get("approval").field("officers"), said),
    ]
    assert told == ["金鉴（鉴定人证号 J1）", "金鉴（执法证号 J1）"]


def test_paper_of_an_outside_body_bears_neither_our_name_nor_our_seal() -> None:
    form = form_get("appraisal")
    paper = Paper(form, HEADING, {**sample(form), "body": "虚构鉴定中心"}, "qr")
    for text in ("".join(pdf_text(paper_pdf(paper)).split()), word_text(paper_word(paper))):
        assert "示例大队" not in text
        assert "鉴定机构（印章）" in text and "虚构鉴定中心" in text
    assert [one.code for one in forms().values() if one.outside] == ["appraisal"]
    assert "示例大队（印章）" in pdf_text(paper_pdf(Paper(form_get("seizure"), HEADING, {}, "qr")))


def test_long_name_of_an_organ_keeps_clear_of_the_code_in_the_corner() -> None:
    name = "新疆维吾尔自治区伊犁哈萨克自治州文化市场综合行政执法支队"
    form = form_get("approval")
    content = paper_pdf(Paper(form, Heading(name, "", ON), sample(form), "示例"))
    first = PdfReader(io.BytesIO(content)).pages[0].extract_text().split()
    assert first[0] != name and "".join(first).startswith(name)  # it takes two lines
