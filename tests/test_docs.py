"""What the pages say holds: commands, options, hooks, keys, findings, snippets.

`python tests/test_docs.py` writes docs/findings.md anew from the catalogue.
"""

from __future__ import annotations

import inspect
import re
import runpy
import sys
import tomllib
from dataclasses import asdict
from pathlib import Path

import click
import msgspec
import pytest

from gongkai import testing
from gongkai.cli.commands import commands
from gongkai.findings import CATALOGUE
from gongkai.plugins import hookspecs, specs
from gongkai.plugins.specs import forms as form_specs

ROOT = Path(__file__).resolve().parent.parent
READMES = ("README.md", "README.zh-CN.md")
PAGES = [*READMES, "CHANGELOG.md", *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md")))]

FINDINGS_HEAD = """# Findings

What a disclosure can be remarked on, by code. A finding never stops a file and never changes a figure; `severity` is
what `--fail-on` compares. This page is written from the catalogue in `core/gongkai/findings.py` by
`python tests/test_docs.py`. Identities and sentences to check bring their own codes with them (`W-01`, `N-01.totals`,
a plugin's rules); those are reported under their own ids.
"""


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def fences(name: str, language: str) -> list[str]:
    return re.findall(rf"^[ ]*```{language}\n(.*?)^[ ]*```$", page(name), re.MULTILINE | re.DOTALL)


def findings_page() -> str:
    """docs/findings.md as the catalogue wants it."""
    lines = [FINDINGS_HEAD]
    group = ""
    for code, (severity, meaning) in CATALOGUE.items():
        if code.partition(".")[0] != group:
            group = code.partition(".")[0]
            lines.append(f"\n## {group}\n\n| code | severity | meaning |\n|---|---|---|")
        lines.append(f"| `{code}` | {severity} | {meaning} |")
    return "\n".join(lines) + "\n"


def subcommands() -> dict[str, click.Command]:
    context = click.Context(commands, resilient_parsing=True)
    found = {name: commands.get_command(context, name) for name in commands.list_commands(context)}
    return {name: command for name, command in found.items() if command is not None}


def known_options() -> set[str]:
    parameters = [*commands.params, *(param for command in subcommands().values() for param in command.params)]
    return {"--help", *(name for param in parameters for name in param.opts if name.startswith("--"))}


def test_two_commands_do_all_set_up() -> None:
    english, chinese = (fences(name, "sh") for name in READMES)
    assert english == chinese
    assert len(english) == 2
    assert all(len(command.splitlines()) == 1 for command in english)
    convert, tests = english
    assert "gongkai convert examples/" in convert
    assert "pytest" in tests
    (example,) = re.findall(r"examples/\S+", convert)
    assert (ROOT / example).is_file()


@pytest.mark.parametrize("name", READMES)
def test_the_readme_names_every_command(name: str) -> None:
    listed = {line.split()[1] for fence in fences(name, "console") for line in fence.splitlines()}
    assert listed == set(subcommands())


@pytest.mark.parametrize("name", PAGES)
def test_pages_name_only_options_that_exist(name: str) -> None:
    text = re.sub(r"^\s*```sh\n.*?^\s*```$", "", page(name), flags=re.MULTILINE | re.DOTALL)
    foreign = {"--layout"}
    spans = re.findall(r"`([^`\n]+)`", text)
    scripts = [span for span in spans if span.startswith("python benchmarks/")]
    code = " ".join([span for span in spans if span not in scripts] + fences(name, "console"))
    assert options_in(code) <= known_options() | foreign
    for span in scripts:
        assert options_in(span) <= options_in(page(span.split()[1]))


def options_in(text: str) -> set[str]:
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text))


@pytest.mark.parametrize("name", READMES)
def test_the_readme_says_what_convert_can_do(name: str) -> None:
    wanted = {option for param in subcommands()["convert"].params for option in param.opts if option.startswith("--")}
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", page(name)))
    assert wanted - {"--output"} <= named


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name: str) -> None:
    folder = (ROOT / name).parent
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", page(name)):
        assert (folder / target).exists(), target


def test_every_limit_is_told_with_its_default() -> None:
    told = dict(re.findall(r"^\| `(\w+)` \| ([\d,]+) \|", page("docs/formats.md").split("## Limits")[1], re.MULTILINE))
    assert {name: float(number.replace(",", "")) for name, number in told.items()} == asdict(specs.Limits())


def test_every_room_of_the_core_is_on_the_plan() -> None:
    plan = set(re.findall(r"\w+", page("docs/architecture.md").split("```")[1]))
    rooms = {
        path.stem
        for path in (ROOT / "core/gongkai").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert rooms - {"__init__", "__main__"} <= plan


def test_the_newcomers_walk_leads_through_what_is_there() -> None:
    """Every module it names exists in one of the rooms, and every function or class in one of the sources."""
    walk = page("docs/architecture.md").split("## A newcomer's walk")[1].split("\n## ")[0]
    paths = [path for room in ("core", "formats", "plugins") for path in (ROOT / room).rglob("*.py")]
    modules = re.findall(r"`(?:formats/…/)?([\w/]+\.py)`", walk)
    assert len(modules) > 20
    assert not [name for name in modules if not any(path.as_posix().endswith(f"/{name}") for path in paths)]
    defined = set(re.findall(r"^ *(?:def|class) (\w+)", "\n".join(map(read_source, paths)), re.MULTILINE))
    named = set(re.findall(r"`([A-Za-z]\w+)`", walk))
    assert len(named) > 30
    assert named <= defined


def read_source(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_every_module_of_checking_has_its_line() -> None:
    told = set(re.findall(r"`(\w+\.py)`", page("docs/checking.md").split("## Code")[1]))
    assert told == {path.name for path in (ROOT / "core/gongkai/checking").rglob("[!_]*.py")}


def test_every_required_library_is_explained() -> None:
    project = tomllib.loads(page("pyproject.toml"))["project"]
    extras = (names for extra, names in project["optional-dependencies"].items() if extra != "test")
    required = {re.split("[<>=]", name)[0] for names in (project["dependencies"], *extras) for name in names}
    table = page("docs/architecture.md").split("| library | licence | why |")[1].split("\n\n")[0]
    cells = re.findall(r"^\| ([\w.-]+(?:, [\w.-]+)*)(?: \(extra `\w+`\))? \|", table, re.MULTILINE)
    assert {name for cell in cells for name in cell.split(", ")} == required


@pytest.mark.parametrize("name", READMES)
def test_the_api_snippet_runs(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (snippet,) = fences(name, "python")
    (tmp_path / "examples").mkdir()
    for example in (ROOT / "examples").glob("*.txt"):
        (tmp_path / "examples" / example.name).write_bytes(example.read_bytes())
    monkeypatch.chdir(tmp_path)
    exec(compile(snippet, name, "exec"), {})
    assert len(capsys.readouterr().out.splitlines()) > 100
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "final_account_2023",
        "final_account_2023.gongkai.json",
        "final_account_2023.xlsx",
    }


def test_plugin_authors_are_told_the_real_hooks() -> None:
    told = dict(re.findall(r"^def (gongkai_\w+)(\(.*[^:])$", page("docs/plugins.md"), re.MULTILINE))
    real = {
        name: str(inspect.signature(function)).replace("'", "")
        for name, function in inspect.getmembers(hookspecs, inspect.isfunction)
        if name.startswith("gongkai_")
    }
    assert told == real
    assert f"GONGKAI_HOOK_API = {hookspecs.HOOK_API}" in page("docs/plugins.md")


def test_plugin_authors_are_told_every_key_of_a_form() -> None:
    shapes = [
        shape
        for _, shape in inspect.getmembers(form_specs, inspect.isclass)
        if issubclass(shape, msgspec.Struct) and shape.__module__ == form_specs.__name__
    ]
    assert len(shapes) > 5
    section = page("docs/plugins.md").split("## Describing a form")[1].split("\n## ")[0]
    told = set(re.findall(r"\w+", " ".join(re.findall(r"`[^`]+`", section))))
    assert {key for shape in shapes for key in shape.__struct_fields__} <= told


@pytest.mark.parametrize(
    ("shape", "section"), [(specs.TableKind, "## Describing a table"), (specs.Region, "## Regions and codes")]
)
def test_plugin_authors_are_told_every_key(shape: type[msgspec.Struct], section: str) -> None:
    told = page("docs/plugins.md").split(section)[1].split("\n## ")[0]
    assert all(f"`{key}`" in told for key in shape.__struct_fields__)


def test_plugin_authors_are_told_what_testing_offers() -> None:
    section = page("docs/plugins.md").split("## Testing")[1]
    assert all(f"`{name}" in section for name in testing.__all__)


def test_every_finding_is_on_its_page() -> None:
    assert page("docs/findings.md") == findings_page(), "run: python tests/test_docs.py"


@pytest.mark.parametrize("script", sorted((ROOT / "examples" / "scripts").glob("*.py")), ids=lambda path: path.stem)
def test_example_scripts_run(script: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", [script.name])
    runpy.run_path(str(script), run_name="__main__")
    assert len(capsys.readouterr().out.splitlines()) > 5


if __name__ == "__main__":
    (ROOT / "docs" / "findings.md").write_text(findings_page(), encoding="utf-8", newline="\n")
