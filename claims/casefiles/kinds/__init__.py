"""How each kind of record is found, compared and written, in the order of loading."""

from claims.casefiles.kinds.base import Handler
from claims.casefiles.kinds.claims import ClaimHandler, ScaleHandler
from claims.casefiles.kinds.documents import DocumentHandler
from claims.casefiles.kinds.judgements import EvidenceHandler, RelationHandler, SuggestionHandler, newest
from claims.casefiles.kinds.reference import ArticleHandler, CaseHandler, ClaimantHandler, MetricHandler

HANDLERS: tuple[type[Handler], ...] = (
    CaseHandler,
    ArticleHandler,
    ClaimantHandler,
    MetricHandler,
    DocumentHandler,
    ClaimHandler,
    ScaleHandler,
    EvidenceHandler,
    RelationHandler,
    SuggestionHandler,
)

__all__ = ["HANDLERS", "ArticleHandler", "Handler", "newest"]
