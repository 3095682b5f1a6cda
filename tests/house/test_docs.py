"""Documents that do not rot: links, commands, rooms and rows are compared with what is there."""

import re
from pathlib import Path

from starlette.routing import Route

from kumiai.cli import __main__ as command_line
from kumiai.members import imports
from kumiai.till_api import app as till_api
from tests.house import tree

ROWS = [
    *(f"G{number:02}" for number in (*range(1, 18), *range(20, 37), *range(40, 52), 60)),
    *(f"B{number}" for number in range(1, 8)),
]
STORIES = tree.TESTS / "stories"
NOT_BUILT = "not built yet"


def anchor(heading: str) -> str:
    """What a heading is called in a link."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def anchors(path: Path) -> set[str]:
    return {
        anchor(found) for found in re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
    }


def link_findings(path: Path) -> list[str]:
    text = re.sub(r"```.*?```", "", path.read_text("utf-8"), flags=re.DOTALL)
    findings = []
    for target in re.findall(r"(?:\]\(|<img src=\")([^)\s\"]+)[)\"]", text):
        if re.match(r"https?://|mailto:", target):
            continue
        name, _, place = target.partition("#")
        linked = path.parent / name if name else path
        if not linked.exists() or (place and place not in anchors(linked)):
            findings.append(f"{tree.shown(path)} links to {target}")
    return findings


def command_findings(path: Path) -> list[str]:
    text = path.read_text("utf-8")
    code = re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL)
    targets = set(re.findall(r"^([a-z]+):", _makefile(), re.MULTILINE))
    said = [
        (f"make {name}", name in targets)
        for piece in code
        for name in re.findall(r"(?:^|[`\s])make ([a-z]+)", piece)
    ]
    said += [
        (f"kumiai {name}", name in command_line.COMMANDS)
        for piece in code
        for name in re.findall(r"(?:^|[`\n/])kumiai ([a-z][a-z-]+)", piece)
    ]
    said += [
        (name, (tree.REPOSITORY / name).exists())
        for piece in code
        for name in re.findall(r"`((?:src|tests|docs)/[\w./-]+)`", piece)
    ]
    return [f"{tree.shown(path)} says {name}" for name, is_there in said if not is_there]


def row_findings(text: str, stories: list[str]) -> list[str]:
    """The guide's rows against the stories that are there."""
    findings = []
    shown = dict(re.findall(r"^\| ([GB]\d+) \|.*\| ([^|]+) \|$", text, re.MULTILINE))
    findings += [f"row {row} is missing" for row in ROWS if row not in shown]
    findings += [f"row {row} is not the guide's" for row in shown if row not in ROWS]
    named = {story for cell in shown.values() for story in re.findall(r"`(\w+\.py)`", cell)}
    findings += [f"{story} is named and not there" for story in sorted(named - set(stories))]
    for row, cell in shown.items():
        if not re.search(r"`\w+\.py`", cell) and cell.strip() != NOT_BUILT:
            findings.append(f"row {row} is neither shown nor {NOT_BUILT}")
    findings += [f"{story} is not in docs/guide.md" for story in stories if story not in named]
    return findings


def _makefile() -> str:
    return (tree.REPOSITORY / "Makefile").read_text("utf-8")


class TestDocuments:
    def test_link_to_what_is_there(self) -> None:
        tree.none(finding for path in tree.documents() for finding in link_findings(path))

    def test_say_commands_that_exist(self) -> None:
        tree.none(finding for path in tree.documents() for finding in command_findings(path))

    def test_explain_every_command(self) -> None:
        text = (tree.DOCS / "operations.md").read_text("utf-8")
        tree.none(name for name in command_line.COMMANDS if f"`kumiai {name}" not in text)

    def test_name_every_header_of_a_member_file(self) -> None:
        text = (tree.DOCS / "operations.md").read_text("utf-8")
        tree.none(header for header in imports.HEADER_OF.values() if header not in text)

    def test_name_every_room(self) -> None:
        text = (tree.DOCS / "rooms.md").read_text("utf-8")
        named = set(re.findall(r"^### (\w+)$", text, re.MULTILINE))
        assert named == set(tree.rooms())

    def test_say_which_calls_of_tills_are_built(self) -> None:
        text = (tree.DOCS / "till-api.md").read_text("utf-8")
        built = re.search(r"\*\*Built today:\*\*(.*?)That is every call", text, re.DOTALL)
        assert built is not None
        said = set(re.findall(r"`(GET|POST) ([^`]+)`", built.group(1)))
        routes = {
            (method, route.path)
            for route in till_api.app.routes
            if isinstance(route, Route)
            for method in (route.methods or set()) - {"HEAD"}
        }
        assert said == routes

    def test_list_every_decision(self) -> None:
        listed = (tree.DOCS / "decisions" / "README.md").read_text("utf-8")
        papers = [path for path in (tree.DOCS / "decisions").glob("*.md") if path.stem != "README"]
        tree.none(path.name for path in papers if f"({path.name})" not in listed)

    def test_keep_decisions_to_a_page_of_one_shape(self) -> None:
        for path in (tree.DOCS / "decisions").glob("*.md"):
            if path.stem != "README":
                assert anchors(path) >= {"question", "choice", "given-up"}, path.name
                assert len(path.read_text("utf-8").splitlines()) <= 60, path.name

    def test_tell_of_every_row_which_story_shows_it(self) -> None:
        stories = sorted(path.name for path in STORIES.glob("test_*.py"))
        tree.none(row_findings((tree.DOCS / "guide.md").read_text("utf-8"), stories))

    def test_that_rot_are_seen(self, tmp_path: Path) -> None:
        paper = tmp_path / "paper.md"
        for text in (
            '<img src="no.png">',
            "[a](nowhere.md)",
            "[a](#nowhere)",
            "[a](paper.md#nowhere)",
        ):
            paper.write_text(f"# Here\n{text}\n")
            assert link_findings(paper), text
        paper.write_text("# Here\n[a](#here) [b](paper.md) [c](https://example.org/x)\n")
        assert link_findings(paper) == []
        for text in ("`make gold`", "```\nkumiai fly\n```", "`src/kumiai/nowhere.py`"):
            paper.write_text(text)
            assert command_findings(paper), text
        paper.write_text("`make demo` and `kumiai serve`")
        assert command_findings(paper) == []

    def test_with_a_row_nobody_shows_are_seen(self) -> None:
        good = "".join(f"| {row} | x | {NOT_BUILT} |\n" for row in ROWS)
        assert row_findings(good, []) == []
        assert row_findings(good.replace("| G22 | x | not built yet |\n", ""), [])
        assert row_findings(good, ["test_g22_points.py"])
        assert row_findings(good.replace("| G22 | x | not built yet", "| G22 | x | soon"), [])
        shown = good.replace("| G22 | x | not built yet", "| G22 | x | `test_g22_points.py`")
        assert row_findings(shown, ["test_g22_points.py"]) == []
        assert row_findings(shown, [])
