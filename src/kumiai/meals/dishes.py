"""Questions about dishes: their versions, and what a file would do to them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kumiai.meals import dish_rules, imports
from kumiai.meals.cells import DishRow
from kumiai.meals.dish_rules import Step, Version
from kumiai.meals.imports import HEADER_OF, DishFile, RowProblem
from kumiai.meals.models import Dish
from kumiai.meals.nutrition import NUTRIENTS, Figures

Versions = Mapping[str, Sequence[Version]]


@dataclass(frozen=True, slots=True)
class Planned:
    """What a file would do, row by row, beside what is stored."""

    file: DishFile
    steps: tuple[tuple[DishRow, Step], ...]

    @property
    def counts(self) -> Counter[Step]:
        """How many rows do what."""
        return Counter(step for _, step in self.steps)


@dataclass(frozen=True, slots=True)
class ListedDish:
    """A dish of the list: the version that counts on a day, and how many there are in all."""

    code: str
    version: Version
    versions: int


def versions(*, coop_id: int, codes: Collection[str] | None = None) -> Versions:
    """The versions of these dishes of a co-op, or of all, the earliest first."""
    rows = Dish.objects.filter(coop_id=coop_id)
    if codes is not None:
        rows = rows.filter(code__in=codes)
    found: dict[str, list[Version]] = defaultdict(list)
    for row in rows.order_by("code", "starts_on"):
        figures = Figures(**{field: getattr(row, field) for field in NUTRIENTS})
        found[row.code].append(Version(row.starts_on, row.name, figures))
    return found


def dishes_on(*, coop_id: int, day: date) -> tuple[ListedDish, ...]:
    """Every dish of a co-op with what counts on a day, or what comes first after it."""
    return tuple(
        ListedDish(code, dish_rules.on(known, day) or known[0], len(known))
        for code, known in versions(coop_id=coop_id).items()
    )


def planned(file: DishFile, *, coop_id: int, today: date, is_correction: bool = False) -> Planned:
    """The file beside what is stored: what it would do, and which rows cannot be taken for it."""
    codes = {row.code for row in file.rows}
    known = {code: list(some) for code, some in versions(coop_id=coop_id, codes=codes).items()}
    stored = frozenset(known)
    steps, problems = [], list(file.problems)
    for row in sorted(file.rows, key=lambda row: (row.starts_on, row.line)):
        wanted = Version(row.starts_on, row.name, row.figures)
        of_dish = known.setdefault(row.code, [])
        # A dish that was unknown brings its whole past with it, in as many versions as it had.
        is_free = is_correction or row.code not in stored
        step = dish_rules.step(of_dish, wanted, today=today, is_correction=is_free)
        if step is Step.WOULD_REWRITE:
            problems.append(_would_rewrite(row))
            continue
        steps.append((row, step))
        if step is not Step.UNCHANGED:
            same_day = [version for version in of_dish if version.starts_on == row.starts_on]
            for version in same_day:
                of_dish.remove(version)
            of_dish.append(wanted)
    steps.sort(key=lambda pair: pair[0].line)
    problems.sort(key=lambda problem: problem.line)
    return Planned(imports.DishFile(file.digest, file.rows, tuple(problems)), tuple(steps))


def _would_rewrite(row: DishRow) -> RowProblem:
    return RowProblem(
        row.line,
        HEADER_OF["starts_on"],
        f"{row.code}の版は{row.starts_on.isoformat()}にはもう使われています。食べた記録の数値が"
        "変わってしまうため、新しい日付で始まる版にするか、訂正として取り込んでください。",
        f"{row.code} has been eaten since {row.starts_on.isoformat()}: let the version start on a"
        " later day, or take the file in as a correction",
    )
