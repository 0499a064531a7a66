"""Case folders: a case as readable files, loaded and written back without loss."""

from claims.casefiles.dumping import dump_case
from claims.casefiles.loading import Outcome, load_case
from claims.casefiles.problems import CaseFileError, Problem

__all__ = ["CaseFileError", "Outcome", "Problem", "dump_case", "load_case"]
