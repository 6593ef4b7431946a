"""What comes into the registry from files: the shipped catalogue, and bureaus' workbooks as grids of cells."""

import json
from pathlib import Path
from typing import Final

from registry.domain.catalogue import Catalogue, merged, parse_catalogue

_DATA: Final = Path(__file__).parent / "data"


def catalogue_read() -> Catalogue:
    """The shipped catalogue, checked as a whole; CatalogueError names every fault."""
    return parse_catalogue(
        merged(json.loads(path.read_text("utf-8")) for path in sorted(_DATA.rglob("*.json")))
    )
