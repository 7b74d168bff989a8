"""Templates of a project in the place of the generator's."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from generator.render.own_templates import CONTRACT, ours
from tests.support.project import Project

README = "client/readme.md.jinja"
VERSION = "client/version.py.jinja"


@pytest.fixture
def project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Project:
    return Project(tmp_path, capsys)


def eject(project: Project, path: str) -> Path:
    """Copy a template to the project's folder."""
    assert project.run("templates", "eject", path, "--templates", str(project.folder / "templates")).code == 0
    return project.folder / "templates" / path


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_ejected_templates_change_nothing(project: Project) -> None:
    """All of them at once: what comes out is what came out before, the site included."""
    parts = ["--only", "client", "--only", "stubs", "--only", "docs", "--only", "site"]
    assert project.generate(*parts).code == 0
    before = project.files()
    for path in ours():
        eject(project, path)
    run = project.generate(*parts, "--templates", str(project.folder / "templates"))
    assert run.code == 0, run.complained
    assert project.files() == before
    assert all(path in run.said for path in ours())


def test_a_template_takes_the_place_of_ours(project: Project) -> None:
    """Named on the command line or in the config; the run says so, and its report."""
    file = eject(project, README)
    edit(file, "\n# ", "\nMade by hand.\n\n# ") if "\n# " in file.read_text() else file.write_text("Made by hand.\n")
    report = project.folder / "report.json"
    run = project.generate("--templates", str(project.folder / "templates"), "--report", str(report))
    assert run.code == 0, run.complained
    assert "Made by hand." in project.text("README.md")
    assert f"templates  of the project: {README}\n" in run.said
    assert json.loads(report.read_text())["templates"] == [README]
    project.configure("templates: ./templates")
    assert project.generate("--check").code == 0


def test_runs_notice_a_change(project: Project) -> None:
    """In a template, in one that it includes, and a new one; a run that repeats the last says whose they are."""
    project.configure("templates: templates")
    file = project.write(f"templates/{VERSION}", '{{ view.header }}\n{% include "own/note.jinja" %}\n')
    project.write("templates/own/note.jinja", "# one\n")
    assert project.generate().code == 0
    assert "# one" in project.text("pets/_version.py")
    again = project.generate()
    assert "nothing has changed since the last run" in again.said
    assert f"templates  of the project: {VERSION}\n" in again.said
    project.write("templates/own/note.jinja", "# two\n")
    check = project.generate("--check")
    assert check.code == 1
    assert re.findall(r"^changed +(\S+)", check.said, re.MULTILINE)[0].endswith("pets/_version.py")
    changed = project.generate()
    assert re.search(r"^files +0 new, 1 changed", changed.said, re.MULTILINE)
    assert "# two" in project.text("pets/_version.py")
    project.write(f"templates/{README}", "Mine.\n")
    assert project.generate().code == 0
    assert project.text("README.md") == "Mine.\n"
    file.unlink()
    assert project.generate().code == 0
    assert "__version__" in project.text("pets/_version.py")


def test_watching_notices_a_change(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a template, a new one, and one that is gone: each is one run, and hidden files are nobody's."""
    project.configure("templates: templates")
    file = project.write(f"templates/{VERSION}", "{{ view.header }}\n# one\n")
    run = project.watch(
        monkeypatch,
        lambda: file.write_text("{{ view.header }}\n# two\n"),
        lambda: project.write("templates/client/.swap", "x"),
        lambda: project.write(f"templates/{README}", "Mine.\n"),
        file.unlink,
    )
    changed = re.findall(r"^changed +(\S+)", run.said, re.MULTILINE)
    wanted = [project.folder / f"templates/{path}" for path in (VERSION, README, VERSION)]
    assert changed == [str(path) for path in wanted]
    assert project.text("README.md") == "Mine.\n"
    assert "# two" not in project.text("pets/_version.py")


def test_watching_waits_for_a_folder(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is not there, or not any more, is an error, until it comes."""
    project.configure("templates: templates")
    run = project.watch(monkeypatch, lambda: project.write(f"templates/{README}", "Mine.\n"))
    assert "the folder of templates cannot be read" in run.complained
    assert project.text("README.md") == "Mine.\n"


def test_pages_follow_the_markdown_that_they_are_made_from(project: Project) -> None:
    """A page of the site is made anew when the template of its Markdown changes."""
    file = eject(project, "docs/errors.md.jinja")
    arguments = ["--only", "site", "--templates", str(project.folder / "templates")]
    assert project.generate(*arguments).code == 0
    file.write_text(f"{file.read_text()}\nA word of ours.\n")
    assert project.generate(*arguments).code == 0
    assert "A word of ours." in project.text("site/errors.md")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (
            "{{ view.header }}\n{{ view.headr }}\n",
            2,
            r"VersionView has no attribute 'headr' \(did you mean 'header'\?\)",
        ),
        ("\n\n{% if view.x %}a{% endif %}", 3, r"VersionView has no attribute 'x': it has header, "),
        ("{{ missing }}", 1, r"'missing' is undefined"),
        ("\n{{ view.header ~ 'x' }}", 2, r"a template printed str .* \(encoders are filters: py_string, "),
        ("\n{{ 'text' }}", 2, r"a template printed str 'text' that no encoder made"),
        ("\n{{ 1 / 0 }}", 2, r"ZeroDivisionError|division"),
        ("{% for %}", 1, r"[Ee]xpected"),
        ("\n{{ view.header.__class__('text') }}", 2, r"access to attribute '__class__' of 'Code' object is unsafe"),
        ("{{ view.header.upper() }}", 1, r"a template printed str '# GENERATED"),
        ("{% include 'client/version.py.jinja' %}", 1, r"RecursionError"),
        ("{{ view.header }}\n{% include 'nowhere.jinja' %}", 2, r"there is no template 'nowhere.jinja' to include"),
        ("{% include '../../sdk.yaml' %}", 1, r"there is no template '../../sdk.yaml' to include"),
        ("{{ 'a b' | py_name }}", 1, r"'a b' is not an identifier"),
        ("x = (\n", 1, r"client/version.py.jinja makes pets/_version.py, which is no Python in line 1"),
        (f"{{# sdkgen templates {CONTRACT + 1} #}}\n{{{{ view.header }}}}", 1, r"is made for version \d+ of the views"),
    ],
)
def test_what_does_not_fit(project: Project, text: str, line: int, said: str) -> None:
    """It is an error with the template and its line; nothing is written, and the run has no traceback."""
    file = project.write(f"templates/{VERSION}", text)
    run = project.generate("--templates", str(project.folder / "templates"))
    assert run.code == 2
    assert re.search(
        rf"^{re.escape(file.as_posix())}:{line}:1: error: invalid-template: .*{said}", run.complained, re.M
    )
    assert "Traceback" not in run.complained
    assert "internal error" not in run.complained
    assert not (project.out / "pets").exists()


def test_files_that_stand_in_no_place(project: Project) -> None:
    """They are a warning, with what may have been meant; hidden files are nobody's."""
    for path in ("client/readme.jinja", "readme.md.jinja", "runtime/_qs.py", ".DS_Store", "client/.x.swp"):
        project.write(f"templates/{path}", "x")
    run = project.generate("-v", "--templates", str(project.folder / "templates"))
    assert run.code == 0
    assert run.complained.count("warning: unknown-template") == 3
    assert run.complained.count(f"did you mean {README}?") == 2
    assert "templates  of" not in run.said


def test_links_lead_nowhere_else(project: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A file of the folder is one that stands in it."""
    secret = tmp_path_factory.mktemp("elsewhere") / "secret"
    secret.write_text("token")
    (project.folder / "templates/client").mkdir(parents=True)
    (project.folder / "templates" / README).symlink_to(secret)
    run = project.generate("--templates", str(project.folder / "templates"))
    assert run.code == 2
    assert "a link that leads out of the folder" in run.complained
    assert "token" not in run.complained


def test_folders_are_no_way_out_either(project: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A link to a folder is never followed, and said; so is what is no file."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "readme.md.jinja").write_text("token")
    (project.folder / "templates").mkdir()
    (project.folder / "templates/client").symlink_to(elsewhere)
    (project.folder / "templates/docs").symlink_to(project.folder / "lib")
    (project.folder / "lib").mkdir()
    os.mkfifo(project.folder / "templates/pipe")
    run = project.generate("--templates", str(project.folder / "templates"))
    assert run.code == 2
    assert run.complained.count("a link that leads out of the folder") == 2
    assert re.search(r"templates/pipe:1:1: error: invalid-template: it is no file", run.complained)
    assert "token" not in run.complained


def test_templates_build_on_each_other(project: Project) -> None:
    """One imports and extends what is beside it, one extends ours, and ours extend one: the pages of all follow."""
    project.write("templates/own/marks.jinja", "{% macro mark(text) %}made by {{ text | py_name }}{% endmacro %}\n")
    project.write("templates/own/base.jinja", "{{ view.header }}\n{% block rest %}{% endblock %}\n")
    project.write(
        f"templates/{VERSION}",
        "{% extends 'own/base.jinja' %}\n{% from 'own/marks.jinja' import mark %}\n"
        "{% block rest %}{{ mark('us') | py_comment }}{% endblock %}\n",
    )
    eject(project, "site/guide.html.jinja")
    edit(eject(project, "site/page.html.jinja"), "</body>", "<!-- ours --></body>")
    parts = ["--only", "client", "--only", "site", "--templates", str(project.folder / "templates")]
    run = project.generate(*parts)
    assert run.code == 0, run.complained
    assert "# made by us" in project.text("pets/_version.py")
    pages = list(project.out.rglob("*.html"))
    assert all("<!-- ours -->" in page.read_text(encoding="utf-8") for page in pages)
    assert len(pages) > 5


def test_a_folder_that_is_not_there(project: Project) -> None:
    """It is an error at the key that names it."""
    project.configure("templates: nowhere")
    run = project.generate()
    assert run.code == 2
    assert re.search(r"sdk.yaml:2:\d+: error: invalid-template: the folder of templates cannot be read", run.complained)


def test_eject_overwrites_nothing(project: Project) -> None:
    """Unless it is told to; what is no template is named with what may have been meant."""
    file = eject(project, README)
    assert file.read_text().startswith(f"{{# sdkgen templates {CONTRACT}: in the place of {README} #}}\n")
    file.write_text("mine")
    folder = ["--templates", str(project.folder / "templates")]
    refused = project.run("templates", "eject", README, *folder)
    assert (refused.code, file.read_text()) == (2, "mine")
    assert project.run("templates", "eject", README, *folder, "--force").code == 0
    assert file.read_text() != "mine"
    for path in ("client/readme.jinja", "../pyproject.toml", "runtime/_qs.py"):
        unknown = project.run("templates", "eject", path, *folder)
        assert unknown.code == 2
        assert f"there is no template {path}" in unknown.complained
    assert "did you mean" in project.run("templates", "eject", "client/readme.jinja", *folder).complained


def test_list_names_every_template(project: Project) -> None:
    """With the view that it is given."""
    said = project.run("templates", "list").said
    assert said.startswith(f"version {CONTRACT} of the views\n")
    assert all(path in said for path in ours())
    assert re.search(rf"^{re.escape(VERSION)} +VersionView$", said, re.MULTILINE)


def test_a_project_begins_with_them(project: Project) -> None:
    """What `init` writes comes from them, the config names them, and the next run needs to be told nothing."""
    for name in ("workflow.yml.jinja", "sdk.yaml.jinja"):
        edit(eject(project, f"project/{name}"), "{{ view.", "{# ours #}{{ view.")
    project.write("templates/project/gitignore.jinja", "/{{ view.out }}/ours\n")
    project.write(f"templates/{README}", "Mine.\n")
    folder, new = project.folder, project.folder / "new"
    run = project.run("init", str(folder / "spec.yaml"), str(new), "--templates", str(folder / "templates"))
    assert run.code == 0, run.complained
    assert (new / ".gitignore").read_text() == "/sdk/ours\n"
    assert "  templates: " in (new / "sdk.yaml").read_text()
    assert (new / "sdk/README.md").read_text() == "Mine.\n"
    config = ["--config", str(new / "sdk.yaml")]
    assert project.run("generate", *config, "--check").code == 0
    again = project.run("init", str(folder / "spec.yaml"), str(new), "--templates", str(folder / "templates"))
    assert again.code == 2
    assert "--templates is for a new project" in again.complained


def test_a_project_does_not_begin_with_broken_ones(project: Project) -> None:
    """It is an error with the template and its line, and nothing is written."""
    project.write("templates/project/gitignore.jinja", "\n{{ view.outt }}\n")
    folder, new = project.folder, project.folder / "new"
    run = project.run("init", str(folder / "spec.yaml"), str(new), "--templates", str(folder / "templates"))
    assert run.code == 2
    assert re.search(
        r"gitignore.jinja:2:1: error: invalid-template: StartView has no attribute 'outt'.*it has document, out",
        run.complained,
    )
    assert not (new / "sdk.yaml").exists()


def test_files_are_written_as_before_without_any(project: Project) -> None:
    """A run without templates and plugins remembers, and says, what it did."""
    report = project.folder / "report.json"
    run = project.generate("--report", str(report))
    assert "of the project" not in run.said
    assert not {"templates", "plugins"} & json.loads(report.read_text()).keys()
