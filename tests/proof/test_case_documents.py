"""Every paper of every scenario read back: each field in its text, no glyph lost, no code for a word."""

import io
import json
import os
import re
import time
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from pypdf import PdfReader

from backend import clock
from backend.documents.catalogue import form_get
from backend.documents.glyphs import undrawable
from backend.documents.pdf import FACE_FILE
from backend.domain.forms import SIGNATURE, TABLE, Field, printed
from backend.models import Document
from backend.services.files import file_bytes
from enforcement.models import Case
from enforcement.selectors.papers import file_papers
from enforcement.services.case_files import case_file
from tests.cast import Cast
from tests.ground import ROOT
from tests.proof.case_documents import FOLDER
from tests.proof.figures import commit_now
from tests.services.enforcement.courses import SCENARIOS
from tests.services.enforcement.scenarios import Scenario, play
from tests.services.enforcement.test_scenarios import calendar_of

pytestmark = pytest.mark.django_db
FIGURES = ROOT / "docs" / "proof" / "case_documents.json"
# a name of the code is never a word of a paper
CODE = re.compile(r"[a-z]{3,}_[a-z_]+|\b(?:None|True|False|null|[a-z]{5,})\b")
TOLD: dict[str, Counter[str]] = {"figures": Counter(), "forms": Counter(), "cases_ended": Counter()}
STARTED = time.monotonic()


@pytest.mark.parametrize("one", SCENARIOS, ids=lambda one: one.name)
def test_every_paper_of_a_case_says_all_its_fields(cast: Cast, one: Scenario) -> None:
    calendar_of(one)
    case = play(cast, one)
    papers = file_papers(case)
    asked = Document.objects.everywhere("guard").filter(organ=case.organ_id)
    assert set(asked.filter(state="made", replaced_by__isnull=True)) == set(papers)
    name, bound = case_file(case_id=case.uuid, folder=False, actor=cast.inspector, now=clock.now())
    found = {f"{row.form} {row.number}": lost for row in papers if (lost := _read(row))}
    TOLD["figures"]["cases"] += 1
    TOLD["figures"]["pages_of_case_files"] += len(PdfReader(io.BytesIO(bound)).pages)
    TOLD["cases_ended"][case.state] += 1
    _keep(one, case, papers, bound)
    assert found == {}
    assert name == f"案卷 {case.number}.pdf"


def test_figures_of_the_papers_are_kept() -> None:
    """Last of the file; a run of some cases alone keeps none."""
    told = TOLD["figures"]
    if told["cases"] != len(SCENARIOS):
        pytest.skip("only some of the cases ran")
    figures = {
        "commit": commit_now(),
        "seconds": round(time.monotonic() - STARTED),
        **{key: told[key] for key in ("cases", "documents", "pages", "pages_of_case_files", "fields")},
        **{key: told[key] for key in ("missing_fields", "glyphs_missing", "codes_printed")},
        "cases_ended": dict(sorted(TOLD["cases_ended"].items())),
        "forms": dict(sorted(TOLD["forms"].items())),
    }
    FIGURES.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert (figures["missing_fields"], figures["glyphs_missing"], figures["codes_printed"]) == (0, 0, 0)
    assert TOLD["cases_ended"]["archived"] >= 20


def _read(row: Document) -> list[str]:
    """What the printed paper lacks of its values, cannot draw, or says in a code."""
    form = form_get(row.form)
    assert row.file is not None
    read = [page.extract_text() for page in PdfReader(io.BytesIO(file_bytes(row.file))).pages]
    # the foot of a page stands between two lines of one field
    foot = re.compile(re.escape("".join(f"{form.name}{row.number}".split())) + r"第\d+页共\d+页")
    text = "".join(foot.sub("", "".join(page.split())) for page in read)
    wanted = {one.key: _words(one, row.values.get(one.key)) for one in form.fields}
    lost = [key for key, parts in wanted.items() if not all("".join(part.split()) in text for part in parts)]
    glyphs = list(undrawable("".join(read), Path(settings.FONT_DIR) / FACE_FILE))
    codes = CODE.findall(" ".join(read))
    TOLD["forms"][form.name] += 1
    TOLD["figures"].update(
        documents=1, pages=len(read), fields=len(form.fields), missing_fields=len(lost),
        glyphs_missing=len(glyphs), codes_printed=len(codes),
    )  # fmt: skip
    return [*lost, *glyphs, *codes]


def _words(field: Field, value: object) -> list[str]:
    """What must be readable of a field; an empty one is struck through or a box for a hand."""
    if field.kind == SIGNATURE:
        return [field.label]
    if field.kind == TABLE:
        return [cell for row in value or () for cell in row.values()]  # type: ignore[attr-defined]
    return [printed(field, value)]


def _keep(one: Scenario, case: Case, papers: list[Document], bound: bytes) -> None:
    """PDFs in the folder that was asked for."""
    if FOLDER not in os.environ:
        return
    folder = Path(os.environ[FOLDER]) / re.sub(r"[^a-z0-9]+", "-", one.name)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "00-case-file.pdf").write_bytes(bound)
    for n, row in enumerate(papers, 1):
        assert row.file is not None
        (folder / f"{n:02d}-{row.form}.pdf").write_bytes(file_bytes(row.file))
        if row.public_file is not None:
            (folder / f"{n:02d}-{row.form}-public.pdf").write_bytes(file_bytes(row.public_file))
