"""Forms of the desk, by noun."""

from claims.forms.articles import ArticleForm, RecordForm, VersionForm
from claims.forms.calculations import CalculationForm, InputForm
from claims.forms.claims import (
    AssignForm,
    AssignManyForm,
    ChiefForm,
    ClaimForm,
    CommentForm,
    DeclineForm,
    HoldForm,
    MoveForm,
    PassageForm,
    SnoozeForm,
    ViewForm,
    WithdrawForm,
)
from claims.forms.common import RevisedForm, plain
from claims.forms.evidence import CiteForm, DropForm, EntrustForm, GapForm, ManyForm, PinForm, SameForm
from claims.forms.figures import FigureForm
from claims.forms.reviews import (
    AnswerForm,
    AssessForm,
    CallOffForm,
    PublishForm,
    ReasonForm,
    ReplyForm,
    RuleManyForm,
    RulingForm,
    SlipForm,
    TogetherForm,
)

__all__ = [
    "AnswerForm",
    "ArticleForm",
    "AssessForm",
    "AssignForm",
    "AssignManyForm",
    "CalculationForm",
    "CallOffForm",
    "ChiefForm",
    "CiteForm",
    "ClaimForm",
    "CommentForm",
    "DeclineForm",
    "DropForm",
    "EntrustForm",
    "FigureForm",
    "GapForm",
    "HoldForm",
    "InputForm",
    "ManyForm",
    "MoveForm",
    "PassageForm",
    "PinForm",
    "PublishForm",
    "ReasonForm",
    "RecordForm",
    "ReplyForm",
    "RevisedForm",
    "RuleManyForm",
    "RulingForm",
    "SameForm",
    "SlipForm",
    "SnoozeForm",
    "TogetherForm",
    "VersionForm",
    "ViewForm",
    "WithdrawForm",
    "plain",
]
