"""YAML as plain strings, lists and dicts that still know their lines.

Every scalar stays the string that was written: an editor who leaves out quotes must not find that a phone became a
number, ``no`` became false, or a time became minutes. The models give the types.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

import yaml

from bot.content.mistakes import Mistake

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain] | None"

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def compose(path: Path, name: str) -> tuple[yaml.Node | None, list[Mistake]]:
    """The file's tree, and what keeps it from being one: bad syntax or a key written twice."""
    try:
        root = yaml.compose(path.read_text("utf-8"), Loader=_LOADER)
    except UnicodeDecodeError:
        return None, [Mistake(name, 1, "", "is not saved as UTF-8")]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        return None, [Mistake(name, line, "", f"cannot be read as YAML: {getattr(error, 'problem', error)}")]
    return root, list(_repeated_keys(root, name))


def plain(node: yaml.Node | None) -> Plain:
    """The values below a node; every scalar is a string."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [plain(item) for item in node.value]
    return str(node.value) if node is not None else None


def line_of(node: yaml.Node, path: Sequence[str | int]) -> int:
    """The line of the deepest part of the path that is written; a missing field is shown at its owner."""
    line: int = node.start_mark.line
    for step in path:
        found = _child(node, str(step))
        if found is None:
            break
        line, node = found
    return line + 1


def _child(node: yaml.Node, step: str) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((key.start_mark.line, value) for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and step.isdigit() and int(step) < len(node.value):
        item = node.value[int(step)]
        return item.start_mark.line, item
    return None


def _repeated_keys(node: yaml.Node | None, name: str) -> Iterator[Mistake]:
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _repeated_keys(item, name)
    elif isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield Mistake(name, key.start_mark.line + 1, str(key.value), "is written twice in one entry")
            seen.add(key.value)
            yield from _repeated_keys(value, name)
