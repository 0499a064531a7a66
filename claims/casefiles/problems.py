"""What is wrong with a case folder, collected so that everything is reported at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, order=True)
class Problem:
    """One fault, and what to do about it. Blank `record` or `where`: the whole file, the whole record."""

    file: str
    record: str
    where: str
    message: str

    def __str__(self) -> str:
        place = ": ".join(part for part in (self.file, self.record, self.where) if part)
        return f"{place}: {self.message}"


class CaseFileError(Exception):
    """The case folder cannot be loaded; nothing was written."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(dict.fromkeys(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True)
class Place:
    """Where in the folder we are reading; `refuse` notes a problem there and reading goes on."""

    file: str
    record: str = ""
    where: str = ""
    problems: list[Problem] = field(default_factory=list, compare=False)

    def at(self, name: str) -> "Place":
        return replace(self, where=f"{self.where}.{name}" if self.where else name)

    def item(self, number: int) -> "Place":
        """The nth entry of a list, counted from 1 as people do."""
        return replace(self, where=f"{self.where}[{number}]")

    def of(self, record: str) -> "Place":
        return replace(self, record=record)

    def refuse(self, message: str) -> None:
        self.problems.append(Problem(self.file, self.record, self.where, message))

    @property
    def faulty(self) -> bool:
        """Whether something was refused here or inside."""
        return any(
            (p.file, p.record) == (self.file, self.record) and p.where.startswith(self.where)
            for p in self.problems
        )
