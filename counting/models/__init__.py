"""The nouns of counting."""

from counting.models.activities import Activity
from counting.models.exports import Export, PlatformEntry, PlatformMapping
from counting.models.sites import Site, SiteStep
from counting.models.targets import FigureSetting, Target

__all__ = [
    "Activity",
    "Export",
    "FigureSetting",
    "PlatformEntry",
    "PlatformMapping",
    "Site",
    "SiteStep",
    "Target",
]
