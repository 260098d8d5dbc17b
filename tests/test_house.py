"""The rules of the house that a machine can read: who may know whom, what modules are called, how long things get."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LAYERS = ["bildungsnetz", "goals", "measures", "evaluation"]  # each may know those before it
COMPOSERS = {"bildungsnetz/settings.py", "bildungsnetz/urls.py"}  # where the house is put together
VAGUE = {"utils", "helpers", "services", "common", "signals", "util", "helper", "misc"}
LONGEST_MODULE, LONGEST_FUNCTION = 400, 60

MODULES = sorted(
    path.relative_to(ROOT)
    for layer in LAYERS
    for path in (ROOT / layer).rglob("*.py")
    if "migrations" not in path.parts
)


def tree(module: Path) -> ast.Module:
    return ast.parse((ROOT / module).read_text(), filename=str(module))


def upper_layers(module: Path) -> list[str]:
    return LAYERS[LAYERS.index(module.parts[0]) + 1 :]


def imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and not node.level:
        yield node.module or ""


def docstrings(root: ast.Module) -> set[ast.AST]:
    """The constants that are prose."""
    return {node.value for node in ast.walk(root) if isinstance(node, ast.Expr)}


def references(source: ast.Module) -> Iterator[tuple[int, str]]:
    """Everything in a module that may name an app: imports, and strings such as "measures.Measure"."""
    prose = docstrings(source)
    for node in ast.walk(source):
        for name in imported(node):
            yield node.lineno, name  # type: ignore[attr-defined]
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in prose:
            yield node.lineno, node.value


def upward(source: ast.Module, upper: list[str]) -> list[str]:
    """References to a layer above: ``goals``, ``goals.models``, "goals.Goal", "goals:goal", "goals/goal.html"."""
    pattern = re.compile(rf"^({'|'.join(upper)})([.:/]|__|$)") if upper else None
    return [f"line {line}: {name}" for line, name in references(source) if pattern and pattern.match(name)]


def offenders(find) -> dict[str, list]:
    """What ``find`` objects to, by module."""
    found = {str(module): find(module) for module in MODULES}
    return {module: objections for module, objections in found.items() if objections}


def looks_upwards(module: Path) -> list[str]:
    return [] if str(module) in COMPOSERS else upward(tree(module), upper_layers(module))


def test_a_layer_knows_only_those_below_it():
    assert offenders(looks_upwards) == {}


@pytest.mark.parametrize(
    "line",
    ["import measures", "from measures.models import Measure", "x = 'measures.Measure'", "x = 'measures:list'"],
)
def test_a_look_upwards_is_seen(line):
    assert upward(ast.parse(line), ["measures", "evaluation"])


def test_prose_and_words_that_only_begin_alike_are_no_look_upwards():
    assert upward(ast.parse('"""measures."""\nx = "measurestick"'), ["measures"]) == []


def test_a_module_is_named_after_what_is_in_it():
    assert offenders(lambda module: sorted(VAGUE & {module.stem, *module.parts[:-1]})) == {}


def test_a_module_fits_a_head():
    assert offenders(lambda module: [n for n in [length(module)] if n > LONGEST_MODULE]) == {}


def length(module: Path) -> int:
    return len((ROOT / module).read_text().splitlines())


def long_functions(module: Path) -> list[str]:
    functions = [node for node in ast.walk(tree(module)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [node.name for node in functions if (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION]


def test_a_function_fits_a_screen():
    assert offenders(long_functions) == {}
