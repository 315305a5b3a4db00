#!/bin/sh
# What is publicly known against the packages that Muster runs with. First it lists them with their hashes in
# dist/packages.cdx.json (CycloneDX), which needs no network; then the advisories of the package index are asked.
# It ends with 0 where nothing is known, 1 where something is, and 2 where nobody could be asked.
# Usage: audit.sh PYTHON FOLDER, where FOLDER holds the tools of requirements-audit.lock.
set -eu
python=$1
export PYTHONPATH="$2" PYTHONWARNINGS=ignore
mkdir -p dist
"$python" -m cyclonedx_py requirements requirements.lock --pyproject pyproject.toml --of JSON --output-reproducible \
    --output-file dist/packages.cdx.json
echo "· dist/packages.cdx.json lists $(grep -c '^[^ #]*==' requirements.lock) packages"

if "$python" -m pip_audit --requirement requirements.lock --require-hashes --disable-pip --strict --format json \
    --progress-spinner off >dist/advisories.json 2>dist/advisories.log; then
    echo "· nothing is known against them"
    exit 0
fi
if [ ! -s dist/advisories.json ]; then
    echo "! The advisories could not be asked from here, so whether anything is known stays open:" >&2
    tail -n 1 dist/advisories.log >&2
    exit 2
fi
"$python" - <<'PY' >&2
import json

for package in json.load(open("dist/advisories.json", encoding="utf-8"))["dependencies"]:
    for found in package.get("vulns", ()):
        mended = ", ".join(found["fix_versions"]) or "no release yet"
        print(f"! {package['name']} {package['version']}: {found['id']}, mended by {mended}")
PY
exit 1
