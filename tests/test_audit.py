"""`make audit`: an inventory in any case, and never a good word about packages that nobody could be asked about."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
KNOWN = {"dependencies": [
    {"name": "fine", "version": "1.0", "vulns": []},
    {"name": "worn", "version": "2.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.1"]},
                                                  {"id": "PYSEC-2", "fix_versions": []}]},
]}  # fmt: skip


@pytest.mark.parametrize(
    ("advisories", "ended", "said"),
    [
        ({"dependencies": [{"name": "fine", "version": "1.0", "vulns": []}]}, 0, ["nothing is known against them"]),
        (KNOWN, 1, ["! worn 2.0: PYSEC-1, mended by 2.1", "! worn 2.0: PYSEC-2, mended by no release yet"]),
        (None, 2, ["could not be asked from here, so whether anything is known stays open", "no way there"]),
    ],
)
def test_what_is_known_what_is_not_and_what_could_not_be_asked_end_differently(
    tmp_path: Path, advisories: dict[str, object] | None, ended: int, said: list[str]
):
    """With tools that answer as the real ones do, whatever the advisories say today."""
    (tmp_path / "requirements.lock").write_text("fine==1.0 \\\n    --hash=sha256:aa\n    # via worn\nworn==2.0 \\\n")
    tools = tmp_path / "tools"
    for name, code in (
        ("cyclonedx_py", "import sys; open(sys.argv[-1], 'w').write('{}')"),
        ("pip_audit", asked(advisories)),
    ):
        (tools / name).mkdir(parents=True)
        (tools / name / "__main__.py").write_text(code)
    command = ["sh", str(ROOT / "tests" / "audit.sh"), sys.executable, str(tools)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == ended
    assert "dist/packages.cdx.json lists 2 packages" in done.stdout
    assert (tmp_path / "dist" / "packages.cdx.json").exists()
    assert [words for words in said if words not in done.stdout + done.stderr] == []
    assert ("nothing is known against them" in done.stdout) is (ended == 0)


def asked(advisories: dict[str, object] | None) -> str:
    """The tool ends with 1 both where it found something and where it could not ask; only then it prints nothing."""
    if advisories is None:
        return "import sys; print('no way there', file=sys.stderr); sys.exit(1)"
    found = "PYSEC" in json.dumps(advisories)
    return f"import sys; print({json.dumps(json.dumps(advisories))}); sys.exit({int(found)})"
