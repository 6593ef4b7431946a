"""Every scenario's papers and bound file as PDF: `python -m tests.proof.case_documents FOLDER`."""

import os
import sys
from pathlib import Path

import pytest

from tests.ground import ROOT

FOLDER = "CASE_DOCUMENTS"


def main(folder: str) -> int:
    """The long run of the papers, its PDFs kept in `folder`; the exit code of the run."""
    os.environ[FOLDER] = str(Path(folder).resolve())
    return int(pytest.main(["-q", str(ROOT / "tests" / "proof" / "test_case_documents.py")]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
