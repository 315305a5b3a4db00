"""The readers that are compared: ours, and two well-known libraries where they are installed."""

import contextlib
import importlib
import io
import logging
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.cases import Case
from bot.parsing.jsonl import fields_of

PEERS_FOLDER = Path(__file__).parent.parent / ".venv" / "peers"
Fields = dict[str, Any]


@dataclass(frozen=True)
class Reader:
    """`read` takes a line and its "now" and gives the fields it finds."""

    name: str
    lang: str
    read: Callable[[str, datetime], Fields]

    def on_case(self, case: Case) -> Fields:
        return self.read(case.text, datetime.fromisoformat(case.reference_iso))


def ours(case: Case) -> Fields:
    """All fields of a line, in the zone of its case."""
    return fields_of({"text": case.text, "reference_iso": case.reference_iso, "tz": case.tz, "lang": case.lang})


def our_reader(lang: str) -> Reader:
    def read(text: str, now: datetime) -> Fields:
        return fields_of({"text": text, "reference_iso": now.isoformat(), "tz": "UTC", "lang": lang})

    return Reader("muster", lang, read)


def peers() -> Iterator[Reader | str]:
    """The libraries that are here, and for each that is not, why."""
    logging.disable(logging.CRITICAL)  # one of them logs a trace for every wrong guess
    if PEERS_FOLDER.is_dir() and str(PEERS_FOLDER) not in sys.path:
        sys.path.append(str(PEERS_FOLDER))
    for name, lang, made in (("parsedatetime", "en", _parsedatetime), ("jionlp", "zh", _jionlp)):
        try:
            with contextlib.redirect_stdout(io.StringIO()):  # it greets
                library = importlib.import_module(name)
        except ImportError as error:
            yield f"left out: {name} ({error})"
        else:
            yield Reader(name, lang, made(library))


def _parsedatetime(library: Any) -> Callable[[str, datetime], Fields]:
    calendar = library.Calendar()

    def read(text: str, now: datetime) -> Fields:
        found = calendar.nlp(text, sourceTime=now)
        if not found:
            return {}
        moment, what, start, end, _ = found[0]
        clock = moment.strftime("%H:%M") if what in (2, 3) else None
        return {"date": moment.date().isoformat(), "time": clock, "spans": [[start, end]]}

    return read


def _jionlp(library: Any) -> Callable[[str, datetime], Fields]:
    def read(text: str, now: datetime) -> Fields:
        found = library.ner.extract_time(text, time_base=time.mktime(now.timetuple()))
        return _of_jionlp(found[0]) if found else {}

    return read


def _of_jionlp(found: Fields) -> Fields:
    """The end of its first span, the beginning of its first moment; of a rhythm only that there is one."""
    kind, detail = found["type"], found["detail"]
    spans = {"spans": [found["offset"]]}
    if kind == "time_period":
        return spans | {"rrule": "FREQ=UNKNOWN"}
    moments = [] if kind == "time_delta" else [moment for moment in detail["time"] if "inf" not in moment]
    if not moments:
        return {}
    moment = datetime.fromisoformat(moments[-1] if kind == "time_span" else moments[0])
    clock = moment.strftime("%H:00" if moment.minute == 59 else "%H:%M")
    whole = moments[-1].endswith("23:59:59") or detail["definition"] == "blur"
    return spans | {"date": moment.date().isoformat(), "time": None if whole else clock}
