"""Where each clause stands: in code (``@clause``), in tests (``@pytest.mark.clause``), in templates (``data-clause``).

Read from the files themselves, so that nothing needs to be imported or run.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

Map = dict[str, list[str]]
_IN_TEMPLATE = re.compile(r'data-clause="([A-F0-9 ]+)"')
NOT_CODE = {"tests", "bench", "locale", "templates", "static", "docs", "var", "node_modules"}


@dataclass
class Survey:
    """For each clause id: the places that keep it, the tests that speak for it, the templates that show it."""

    places: Map = field(default_factory=dict)
    tests: Map = field(default_factory=dict)
    templates: Map = field(default_factory=dict)


def survey(root: Path) -> Survey:
    """Read the whole project under this folder."""
    packages = sorted(p.parent for p in root.glob("*/__init__.py") if p.parent.name not in NOT_CODE)
    code = [file for package in packages for file in package.rglob("*.py") if "migrations" not in file.parts]
    return Survey(
        places=_marked(root, code, "clause"),
        tests=_marked(root, sorted((root / "tests").rglob("test_*.py")), "mark.clause"),
        templates=_templates(root),
    )


def _templates(root: Path) -> Map:
    found: Map = defaultdict(list)
    for file in sorted((root / "templates").rglob("*")):
        if file.suffix in {".html", ".txt"}:
            for ids in _IN_TEMPLATE.findall(file.read_text()):
                for clause_id in ids.split():
                    name = file.relative_to(root / "templates").as_posix()
                    found[clause_id] += [] if name in found[clause_id] else [name]
    return dict(found)


def _marked(root: Path, files: list[Path], decorator: str) -> Map:
    found: Map = defaultdict(list)
    for file in sorted(files):
        module = ".".join(file.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
        for name, node in _definitions(ast.parse(file.read_text(), str(file)), module):
            for clause_id in _ids(node.decorator_list, decorator):
                found[clause_id].append(name)
        if decorator == "mark.clause":
            for clause_id in _pytestmark(file):
                found[clause_id].append(module)
    return dict(found)


Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def _definitions(tree: ast.AST, name: str) -> Iterator[tuple[str, Definition]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, Definition):
            yield f"{name}.{node.name}", node
            yield from _definitions(node, f"{name}.{node.name}")


def _ids(decorators: list[ast.expr], wanted: str) -> Iterator[str]:
    for call in decorators:
        if isinstance(call, ast.Call) and f".{ast.unparse(call.func)}".endswith(f".{wanted}"):
            yield from (arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str))


def _pytestmark(file: Path) -> Iterator[str]:
    """A module-level ``pytestmark = [pytest.mark.clause("B8"), ...]`` marks every test of the file."""
    for node in ast.parse(file.read_text(), str(file)).body:
        if isinstance(node, ast.Assign) and any(getattr(target, "id", "") == "pytestmark" for target in node.targets):
            marks = node.value.elts if isinstance(node.value, ast.List | ast.Tuple) else [node.value]
            yield from _ids(list(marks), "mark.clause")
