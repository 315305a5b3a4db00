"""HAProxy as compose.scale.yaml sets it up, on ports of this machine."""

import asyncio
import re
import shutil
import textwrap
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
HAPROXY = shutil.which("haproxy") or ""
INSTALL = "apt-get install --no-install-recommends haproxy"
TEMPLATE = re.compile(r"( *)server-template (\w+) \d+ muster:3000 (.*)")
ELSEWHERE = " resolvers docker init-addr none"


def shipped() -> str:
    """The configuration inside compose.scale.yaml."""
    _, _, rest = (ROOT / "compose.scale.yaml").read_text().partition("content: |\n")
    return textwrap.dedent(rest.partition("\nvolumes:")[0]) + "\n"


def here(port: int, behind: Sequence[int]) -> str:
    """The same, with names that Docker would look up replaced by ports."""

    def servers(found: re.Match[str]) -> str:
        indent, name, options = found.groups()
        return "\n".join(f"{indent}server {name}{at} 127.0.0.1:{port} {options.removesuffix(ELSEWHERE)}"
                         for at, port in enumerate(behind, 1))  # fmt: skip

    return TEMPLATE.sub(servers, shipped()).replace("bind :8080", f"bind 127.0.0.1:{port}")


@asynccontextmanager
async def balanced(folder: Path, port: int, behind: Sequence[int]) -> AsyncIterator[None]:
    """What comes to the port goes to one of those behind."""
    settings = folder / "haproxy.cfg"
    settings.write_text(here(port, behind))
    with (folder / "haproxy.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(HAPROXY, "-db", "-f", settings, stdout=log, stderr=log)
    try:
        yield
        assert process.returncode is None, log.name
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
