"""Every act a room writes down has words on the page of the log."""

import re

from kumiai.backoffice.acts_in_words import VERBS
from tests.house import tree

WRITTEN = re.compile(
    r"""(?:\bverb=|\bAct\(|_act\(\s*|_act_on_terminal\()"([a-z_]+)"|verb = "([a-z_]+)\""""
)


def verbs(text: str) -> set[str]:
    return {first or second for first, second in WRITTEN.findall(text)}


class TestActsInWords:
    def test_are_complete(self) -> None:
        written = {
            (verb, tree.shown(path))
            for path in tree.python_files()
            for verb in verbs(path.read_text("utf-8"))
        }
        assert len(written) > 20
        tree.none(f"{path} writes {verb}" for verb, path in sorted(written) if verb not in VERBS)

    def test_are_complete_for_every_kind_of_kept_file(self) -> None:
        everywhere = "".join(path.read_text("utf-8") for path in tree.python_files())
        nouns = re.findall(r'noun="(\w+)"', everywhere)
        assert len(nouns) == 2
        ways = ("receive", "order", "discard", "take_in")
        tree.none(f"{way}_{noun}" for noun in nouns for way in ways if f"{way}_{noun}" not in VERBS)
