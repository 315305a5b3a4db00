"""Which addresses may be asked, and which numbers on the network are open: every trick that is known."""

import pytest

from bot.errors import UserError
from bot.rules.addresses import host_of, is_among, is_open, read_address, read_hosts

SECRET = "calendar/ical/ann%40x.org/private-0a1b2c/basic.ics"


@pytest.mark.parametrize(
    ("said", "read"),
    [
        (f"https://calendar.google.com/{SECRET}", f"https://calendar.google.com/{SECRET}"),
        (f"  <https://calendar.google.com/{SECRET}>  ", f"https://calendar.google.com/{SECRET}"),
        (f"<https://calendar.google.com/{SECRET}|calendar>", f"https://calendar.google.com/{SECRET}"),
        ("webcal://p01.icloud.com/published/2/abc", "https://p01.icloud.com/published/2/abc"),
        ("WEBCALS://Outlook.Office365.com/owa/calendar/a@b/x/calendar.ics",
         "https://outlook.office365.com/owa/calendar/a@b/x/calendar.ics"),
        ("https://example.org:443/a.ics?key=1&b=%2F#part", "https://example.org/a.ics?key=1&b=%2F"),
        ("https://example.org./a.ics", "https://example.org/a.ics"),
        ("https://bücher.de/a.ics", "https://xn--bcher-kva.de/a.ics"),
        ("https://日历.中国/a.ics", "https://xn--jmr704b.xn--fiqs8s/a.ics"),
        ("https://example.org?feed=1", "https://example.org/?feed=1"),
    ],
)  # fmt: skip
def test_a_calendar_is_asked_by_name_over_https(said: str, read: str) -> None:
    assert read_address(said) == read


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ("http://example.org/a.ics", "calendar_not_https"),
        ("ftp://example.org/a.ics", "no_calendar_address"),
        ("file:///etc/passwd", "no_calendar_address"),
        ("gopher://example.org/_", "no_calendar_address"),
        ("javascript:alert(1)", "no_calendar_address"),
        ("calendar.google.com/a.ics", "no_calendar_address"),
        ("my calendar", "no_calendar_address"),
        ("", "no_calendar_address"),
        ("https://", "no_calendar_address"),
        ("https://example.org", "no_calendar_address"),
        ("https://example.org/", "no_calendar_address"),
        ("https://example.org/a b.ics", "no_calendar_address"),
        ("https://example.org/a\r\nHost: x", "no_calendar_address"),
        ("https://example.org\\@127.0.0.1/a.ics", "no_calendar_address"),
        ("https://example.org/é.ics", "no_calendar_address"),
        ("https://[::1/a.ics", "no_calendar_address"),
        ("https://example.org/" + "a" * 2000, "no_calendar_address"),
        ("https://ann:pass@example.org/a.ics", "calendar_not_open"),
        ("https://example.org@127.0.0.1/a.ics", "calendar_not_open"),
        ("https://example.org:8443/a.ics", "calendar_not_open"),
        ("https://example.org:22/a.ics", "calendar_not_open"),
        ("https://example.org:99999/a.ics", "calendar_not_open"),
        ("https://127.0.0.1/a.ics", "calendar_not_open"),
        ("https://127.1/a.ics", "calendar_not_open"),
        ("https://2130706433/a.ics", "calendar_not_open"),
        ("https://0x7f.1/a.ics", "calendar_not_open"),
        ("https://0x7f000001/a.ics", "calendar_not_open"),
        ("https://0177.0.0.1/a.ics", "calendar_not_open"),
        ("https://127.0.0.1./a.ics", "calendar_not_open"),
        ("https://8.8.8.8/a.ics", "calendar_not_open"),
        ("https://①②⑦.⓪.⓪.①/a.ics", "calendar_not_open"),
        ("https://127。0。0。1/a.ics", "calendar_not_open"),
        ("https://[::1]/a.ics", "calendar_not_open"),
        ("https://[::ffff:127.0.0.1]/a.ics", "calendar_not_open"),
        ("https://[fd00:ec2::254]/a.ics", "calendar_not_open"),
        ("https://localhost/a.ics", "calendar_not_open"),
        ("https://LOCALHOST./a.ics", "calendar_not_open"),
        ("https://me.localhost/a.ics", "calendar_not_open"),
        ("https://intranet/a.ics", "calendar_not_open"),
        ("https://printer.local/a.ics", "calendar_not_open"),
        ("https://metadata.google.internal/computeMetadata/v1/", "calendar_not_open"),
        ("https://router.home.arpa/a.ics", "calendar_not_open"),
        ("https://db.corp/a.ics", "calendar_not_open"),
        ("https://..example.org/a.ics", "calendar_not_open"),
        ("https://exa%6dple.org/a.ics", "calendar_not_open"),
        ("https://-example.org/a.ics", "calendar_not_open"),
    ],
)  # fmt: skip
def test_anything_else_is_refused_without_saying_it_back(said: str, refusal: str) -> None:
    with pytest.raises(UserError) as refused:
        read_address(said)
    assert refused.value.key == refusal
    assert refused.value.params == {}


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
        "169.254.169.254", "169.254.170.2", "100.64.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.192",
        "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1",
        "255.255.255.255", "192.88.99.1", "::", "::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:10.0.0.1",
        "::7f00:1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2002:a9fe:a9fe::1",
        "2001::1", "2001:db8::1", "fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1", "100::1",
        "0x7f.1", "2130706433", "localhost", "", "8.8.8.8:80",
    ],
)  # fmt: skip
def test_such_a_number_lies_behind_the_open_internet(ip: str) -> None:
    assert not is_open(ip)


@pytest.mark.parametrize("ip", ["8.8.8.8", "142.250.74.110", "2a00:1450:4001::200e", "::ffff:8.8.8.8", "172.32.0.1"])
def test_such_a_number_is_open(ip: str) -> None:
    assert is_open(ip)


def test_only_the_name_of_an_address_may_be_shown() -> None:
    assert host_of(f"https://calendar.google.com/{SECRET}") == "calendar.google.com"


@pytest.mark.parametrize(
    ("host", "hosts", "is_one"),
    [
        ("calendar.google.com", None, True), ("calendar.google.com", ["google.com"], True),
        ("google.com", ["google.com"], True), ("evilgoogle.com", ["google.com"], False),
        ("google.com.evil.org", ["google.com"], False), ("calendar.google.com", [], False),
    ],
)  # fmt: skip
def test_an_admin_may_name_the_only_hosts(host: str, hosts: list[str] | None, is_one: bool) -> None:
    assert is_among(host, hosts) is is_one


def test_hosts_are_read_as_people_write_them() -> None:
    said = "*.Office365.com, <https://calendar.google.com|calendar.google.com>  https://calendar.google.com/"
    assert read_hosts(said) == ["calendar.google.com", "office365.com"]
    with pytest.raises(UserError, match="no_such_host"):
        read_hosts("google.com 10.0.0.1")
