"""Documents: asked for, made by a task, replaced by a further version, voided; and the bureau's templates."""

from backend.services.documents.arriving import Spot, document_arrive
from backend.services.documents.making import document_make, documents_resume
from backend.services.documents.requesting import document_request, document_void
from backend.services.documents.templates import template_preview, template_put, templates_of

__all__ = [
    "Spot",
    "document_arrive",
    "document_make",
    "document_request",
    "document_void",
    "documents_resume",
    "template_preview",
    "template_put",
    "templates_of",
]
