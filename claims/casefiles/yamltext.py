"""YAML in and out, with every scalar a string: no date, no `no` and no 1_000 is ever misread.

Types are given to the fields by `shapes`, each with its own check. Reading refuses repeated keys and
anchors; writing is stable, so that the same facts always give the same bytes.
"""

import re
from collections.abc import Hashable, Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from claims.casefiles.problems import Place

MAX_BYTES = 20 * 1024 * 1024
WIDTH = 110
ONE_LINE = 96  # a mapping of scalars that fits is written on one line


_SPACE_AT_BREAK = re.compile(r"^\s|\s$|\n\s|[^\S\n]\n")


class _Reader(yaml.CBaseLoader):
    """Base resolver (everything is text); a mapping may name each key once."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(None, None, "a key must be a word", key.start_mark)
            if key.value in seen:
                problem = f"the key '{key.value}' is given twice"
                raise yaml.constructor.ConstructorError(None, None, problem, key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep=True)


class _Writer(yaml.CDumper):
    """Plain words for scalars, one line for short mappings, folded blocks for long text."""

    yaml_implicit_resolvers: dict[str, Any] = {}


def _text(writer: _Writer, value: str) -> yaml.ScalarNode:
    style = None
    if "\n" in value:  # blocks cannot hold every arrangement of spaces around a line break
        style = '"' if _SPACE_AT_BREAK.search(value) else "|"
    elif len(value) > ONE_LINE - 16 and " " in value and "  " not in value and value == value.strip():
        style = ">"
    return writer.represent_scalar("tag:yaml.org,2002:str", value, style=style)


def _mapping(writer: _Writer, value: dict[str, Any]) -> yaml.MappingNode:
    short = all(isinstance(v, str | int) for v in value.values())
    length = sum(len(k) + len(str(v)) + 4 for k, v in value.items())
    return writer.represent_mapping(
        "tag:yaml.org,2002:map", value.items(), flow_style=short and length < ONE_LINE
    )


def _list(writer: _Writer, value: list[Any]) -> yaml.SequenceNode:
    short = all(isinstance(v, str | int) for v in value) and sum(len(str(v)) + 2 for v in value) < ONE_LINE
    return writer.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=short)


_Writer.add_representer(str, _text)
_Writer.add_representer(dict, _mapping)
_Writer.add_representer(list, _list)


def read(path: Path, place: Place) -> Any:
    """The file's content in dicts, lists and strings, or None with the problem noted at `place`."""
    try:
        if path.stat().st_size > MAX_BYTES:
            place.refuse(f"has more than {MAX_BYTES // 2**20} MB: split the case into several")
            return None
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        place.refuse("is missing: add the file (an empty list `[]` will do where there is nothing to say)")
        return None
    except UnicodeDecodeError as error:
        place.refuse(
            f"is not UTF-8 (byte {error.start}): save it as UTF-8, e.g. with iconv -f latin1 -t utf-8"
        )
        return None
    except OSError as error:
        place.refuse(f"cannot be read ({error.strerror}): check its name and permissions")
        return None
    return _parse(text, place)


def _parse(text: str, place: Place) -> Any:
    try:
        if any(isinstance(token, yaml.AnchorToken) for token in yaml.scan(text, Loader=_Reader)):
            place.refuse("uses an anchor (&): write the value out where it is needed")
            return None
        return yaml.load(text, Loader=_Reader)  # noqa: S506 base resolver: strings, lists and mappings only
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}" if mark else "somewhere"
        place.refuse(f"is not valid YAML at {where} ({error.problem}): mend the line or the one above it")
    except (yaml.YAMLError, RecursionError) as error:
        place.refuse(f"is not valid YAML ({str(error).splitlines()[0]}): mend it and load again")
    return None


def write(records: Iterable[Mapping[str, Any]], heading: str) -> str:
    """A file holding a list of records, one paragraph each, under a comment that says what they are."""
    blocks = [_dump([dict(record)]) for record in records]
    return _comment(heading) + ("\n".join(blocks) if blocks else "[]\n")


def write_one(record: Mapping[str, Any], heading: str) -> str:
    return _comment(heading) + _dump(dict(record))


def _comment(heading: str) -> str:
    return "".join(f"# {line}\n" for line in heading.splitlines()) + "\n"


def _dump(value: Any) -> str:
    return yaml.dump(
        value, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=WIDTH, default_flow_style=False
    )
