#!/bin/sh
# What the tests use beside Python: PostgreSQL, Chromium and a font with Chinese. Used where present, fetched by
# apt-get where we may; else the command is said, and the tests that need it are left out and named at the end.
set -u

have_postgres() {
    command -v postgres >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 ||
        { command -v pg_config >/dev/null 2>&1 && [ -x "$(pg_config --bindir)/postgres" ]; }
}

have_chromium() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    return 1
}

have_chinese_font() {
    if command -v fc-list >/dev/null 2>&1; then
        [ -n "$(fc-list :lang=zh-cn family 2>/dev/null)" ]
    else
        find /usr/share/fonts /usr/local/share/fonts -iname '*cjk*' -o -iname '*wqy*' 2>/dev/null | grep -q .
    fi
}

missing=""
have_postgres || missing="$missing postgresql"
have_chromium || missing="$missing chromium"
have_chinese_font || missing="$missing fonts-wqy-microhei"
[ -n "$missing" ] || exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "· not on this machine:$missing. Tests that need it are left out. On Debian and Ubuntu:"
    echo "    sudo apt-get install --no-install-recommends$missing"
    exit 0
fi

echo "· fetching$missing"
log=$(mktemp)
fetch() { # RUNLEVEL=1 and createcluster.conf: no service is started and no cluster is made; the tests make their own
    RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive UCF_FORCE_CONFFOLD=1 \
        apt-get -q -y -o Acquire::Retries=3 "$@" >>"$log" 2>&1 </dev/null
}
fetch update
case "$missing" in
*postgresql*)
    fetch install --no-install-recommends postgresql-common &&
        sed -i 's/^#* *create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
    ;;
esac
# shellcheck disable=SC2086 # the words of $missing are package names
if ! fetch install --no-install-recommends $missing; then
    tail -n 15 "$log" >&2
    echo "! apt-get could not install$missing. Tests that need it are left out." >&2
fi
rm -f "$log"
exit 0
