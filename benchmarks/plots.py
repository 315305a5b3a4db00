"""`python -m benchmarks.plots [FOLDER]`: how cost grows, drawn from the last results as three pictures."""

import json
import math
import statistics
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

RESULTS = Path(__file__).parent / "results.json"
PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
WIDE, HIGH, LEFT, RIGHT, TOP, BELOW = 640, 360, 64, 200, 44, 44
NUMBER_WIDE = 50
COLOURS = ("#1f6feb", "#bf3989", "#1a7f37", "#9a6700", "#8250df", "#57606a", "#cf222e", "#0a7ea4")
Points = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Chart:
    """Lines by their names, over what grows."""

    name: str
    title: str
    over: str
    lines: Mapping[str, Points]


def charts(results: Mapping[str, Any]) -> Iterator[Chart]:
    databases = [name for name in ("SQLite", "PostgreSQL") if f"list on {name}" in results]
    lines: dict[str, Points] = {}
    for database in databases:
        lines[f"add a task, {database}"] = _sized(results[f"list on {database}"], "add")
        lines[f"my list, {database}"] = _sized(results[f"list on {database}"], "ours")
        lines[f"find, {database}"] = _sized(results.get(f"search on {database}", {}), "ours English")
        idle = _sized(results.get(f"tick on {database}", {}), "idle")
        lines[f"idle tick, {database}"] = [(size, microseconds / 1000) for size, microseconds in idle]
    yield Chart("growth-tasks", "milliseconds among so many tasks", "tasks", lines)
    bare = _sized(results.get("dispatch", {}), "bare")
    ours = statistics.median(results["dispatch"]["command all"]) if "dispatch" in results else 0.0
    yield Chart("growth-listeners", "microseconds from payload to listener", "listeners before it",
                {"bare Bolt": bare, "Muster, with all its listeners": [(x, ours) for x, _ in bare]})  # fmt: skip
    waiting = {f"{called}, {database}": _waiting(results[f"add on {database}"], which)
               for database in ("SQLite", "PostgreSQL") if f"add on {database}" in results
               for which, called in (("ours", "Muster"), ("bolt", "bare Bolt"))}  # fmt: skip
    yield Chart("growth-waiting", "answers a second with so many waiting", "waiting", waiting)


def _sized(found: Mapping[str, Sequence[float]], which: str) -> Points:
    """What is named "ours 10000" by the number in its name."""
    of_it = {name.removeprefix(which): runs for name, runs in found.items() if name.startswith(f"{which} ")}
    return sorted((float(size), statistics.median(runs)) for size, runs in of_it.items() if size.strip().isdigit())


def _waiting(found: Mapping[str, Sequence[Mapping[str, float]]], which: str) -> Points:
    return _sized({name: [one["rps"] for one in runs] for name, runs in found.items()}, which)


def drawn(chart: Chart) -> str:
    """As SVG: both ways by powers, as growth is read; a line that is level costs the same however much there is."""
    lines = {name: points for name, points in chart.lines.items() if points}
    across = _scale([x + 1 for points in lines.values() for x, _ in points], LEFT, WIDE - RIGHT)
    up = _scale([y for points in lines.values() for _, y in points], HIGH - BELOW, TOP)
    centre = (LEFT + WIDE - RIGHT) / 2
    said = [f'<text x="{LEFT}" y="24" font-size="15">{escape(chart.title)}</text>',
            f'<text x="{centre}" y="{HIGH - 8}" text-anchor="middle">{escape(chart.over)}</text>']  # fmt: skip
    for value in _marks([y for points in lines.values() for _, y in points]):
        said.append(f'<path d="M{LEFT} {up(value):.1f}H{WIDE - RIGHT}" stroke="#d0d7de"/>')
        said.append(f'<text x="{LEFT - 8}" y="{up(value) + 4:.1f}" text-anchor="end">{value:g}</text>')
    for x in _apart(sorted({x for points in lines.values() for x, _ in points}), across):
        said.append(f'<text x="{across(x + 1):.1f}" y="{HIGH - BELOW + 18}" text-anchor="middle">{x:,.0f}</text>')
    for (name, points), colour, at in zip(lines.items(), COLOURS, range(len(lines)), strict=False):
        path = "L".join(f"{across(x + 1):.1f} {up(y):.1f}" for x, y in points)
        said.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        said.append(f'<text x="{WIDE - RIGHT + 14}" y="{TOP + 16 + 20 * at}" fill="{colour}">{escape(name)}</text>')
    whole = "\n".join(said)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" font-family="sans-serif" '
            f'font-size="12">\n<rect width="{WIDE}" height="{HIGH}" fill="white"/>\n{whole}\n</svg>\n')  # fmt: skip


def _scale(values: Sequence[float], first: float, last: float) -> Any:
    least, most = math.log10(min(values)), math.log10(max(values))
    least, most = math.floor(least * 2) / 2, math.ceil(most * 2 + 0.01) / 2
    return lambda value: first + (math.log10(value) - least) / (most - least) * (last - first)


def _apart(values: Sequence[float], across: Any) -> Iterator[float]:
    """Those of them beside which there is room for a number."""
    last = -math.inf
    for value in values:
        if across(value + 1) - last >= NUMBER_WIDE:
            last = across(value + 1)
            yield value


def _marks(values: Sequence[float]) -> list[float]:
    """The powers of ten, and three times them, that lie within."""
    least, most = min(values), max(values)
    marks = [base * 10.0**power for power in range(-3, 7) for base in (1, 3)]
    return [mark for mark in marks if least * 0.6 <= mark <= most * 1.6]


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES
    for chart in charts(json.loads(RESULTS.read_text("utf-8"))):
        if any(chart.lines.values()):
            (folder / f"{chart.name}.svg").write_text(drawn(chart), "utf-8")
            sys.stdout.write(f"{folder / chart.name}.svg\n")


if __name__ == "__main__":
    main()
