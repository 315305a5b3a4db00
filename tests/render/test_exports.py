"""Tasks as files: what a spreadsheet and a program read, and that neither is led astray."""

import csv
import io
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.cli.reading import write_all
from bot.locales import words
from bot.render import exports
from bot.settings import WrongSetting
from models import Dependency, Role, RoleKind, Session
from models.db import plain_engine
from models.queries.exports import Exported
from tests.factories import make_person, make_task
from tests.render.samples import NOW, TEAM, person, task

PEOPLE = {"U0ANN": person(), "U0DANA": person("U0DANA", "=Dana"), "U0BOB": person("U0BOB", "Bob")}

TIES = tuple(
    Dependency(workspace_id=TEAM, number=42, after_number=number, link=link, lag_days=lag)
    for number, link, lag in ((7, "FS", 2), (8, "SS", 0), (9, "FF", -1))
)


def exported(*, knows_source: bool = True, **fields: Any) -> Exported:
    kinds = {"U0BOB": RoleKind.REVIEWER, "U0ANN": RoleKind.INFORMED, "U0DANA": RoleKind.CONSULTED}
    roles = [Role(workspace_id=TEAM, number=42, person_id=who, kind=kind) for who, kind in kinds.items()]
    return Exported(task(**fields), PEOPLE, tuple(roles), knows_source, TIES)


def read(row: Exported, language: str = "en") -> tuple[list[str], list[str]]:
    made = exports.as_csv([row], "Europe/Berlin", words(language)).content
    assert made.startswith(b"\xef\xbb\xbf")
    heads, cells = csv.reader(io.StringIO(made.decode("utf-8-sig"), newline=""))
    return heads, cells


def cells(row: Exported) -> dict[str, str]:
    return dict(zip(exports.COLUMNS, read(row)[1], strict=True))


FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠x", '=HYPERLINK("x","y")')
HARMLESS = ("a=b", "1-2", "报价单", 'say "hi", Bob', "a\nb", " =1", "'=1")


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_begins_a_formula(text: str) -> None:
    found = cells(exported(title=text, note=text, labels=[text], project=text))
    assert [found[name] for name in ("title", "note", "labels", "project")] == [f"'{text}"] * 4


@pytest.mark.parametrize("text", HARMLESS)
def test_other_words_stay_as_they_are(text: str) -> None:
    assert cells(exported(title=text))["title"] == text


def test_every_cell_is_quoted_so_that_no_word_begins_another_cell() -> None:
    made = exports.as_csv([exported(title='x",=1')], "UTC", words("en")).content.decode("utf-8-sig")
    assert made.splitlines()[1].startswith('"42","x"",=1","Open"')


def test_dates_are_iso_days_of_the_owner_and_instants_of_the_reader() -> None:
    found = cells(exported(due_on=date(2026, 3, 13), closed_at=NOW, owner_id="U0DANA", spent_minutes=90))
    assert (found["due"], found["closed"]) == ("2026-03-13", "2026-03-09T09:20:00+01:00")
    assert (found["owner"], found["creator"], found["reviewers"], found["spent_hours"]) == (
        "'=Dana",
        "Ann",
        "Bob",
        "1.5",
    )
    timed = exported(due_on=date(2026, 7, 1), due_at=datetime(2026, 7, 1, 15, tzinfo=UTC))
    assert cells(timed)["due"] == "2026-07-01T17:00:00+02:00"


def test_what_it_comes_after_and_who_is_asked_and_told_is_in_both_files() -> None:
    found = cells(exported())
    assert (found["after"], found["consulted"], found["informed"]) == ("#7 FS +2d, #8 SS, #9 FF -1d", "'=Dana", "Ann")
    made = json.loads(exports.as_json([exported()], "UTC", at=NOW, line="").content)["tasks"][0]
    assert (made["after"], made["consulted"], made["informed"]) == (["#7 FS +2d", "#8 SS", "#9 FF -1d"], ["=Dana"],
                                                                    ["Ann"])  # fmt: skip


def test_a_link_is_for_those_who_may_know_the_conversation() -> None:
    link = "https://muster.slack.test/archives/C1/p1"
    assert cells(exported(source_link=link))["link"] == link
    assert cells(exported(source_link=link, knows_source=False))["link"] == ""


def test_heads_and_states_are_in_the_readers_language() -> None:
    heads, row = read(exported(state="review"), "zh")
    assert (heads[:3], row[2]) == (["编号", "标题", "状态"], "待验收")


def test_json_says_when_for_what_and_how_many_and_keeps_words_as_they_are() -> None:
    made = json.loads(exports.as_json([exported(title="=1+1", labels=["发布"])], "UTC", at=NOW, line="#发布").content)
    assert (made["exported_at"], made["filter"], made["zone"], made["count"]) == (NOW.isoformat(), "#发布", "UTC", 1)
    [one] = made["tasks"]
    assert (one["number"], one["title"], one["labels"], one["due"]) == (42, "=1+1", ["发布"], None)
    assert set(one) == set(exports.COLUMNS)


def test_who_runs_the_server_gets_every_task_of_a_workspace(sqlite_url: str, tmp_path: Path) -> None:
    engine = plain_engine(sqlite_url)
    with Session(engine) as session:
        ann = make_person(session)
        for number in range(3):
            make_task(session, ann, title=f"task {number}")
        session.commit()
    engine.dispose()
    made = tmp_path / "all.json"
    assert write_all(sqlite_url, str(made), "json", "", "en") == 3
    assert [one["title"] for one in json.loads(made.read_text("utf-8"))["tasks"]] == ["task 0", "task 1", "task 2"]
    with pytest.raises(WrongSetting, match="T0MUSTER1"):
        write_all(sqlite_url, str(made), "csv", "T0NOBODY", "en")
