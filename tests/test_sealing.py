"""What is sealed opens for whom it belongs to and for nobody else, and never shows itself on the way."""

import base64
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import sealing
from bot.sealing import CannotOpen, KeyRing, WrongKeys, key_of, new_key, ring_in, ring_of

TOKEN = "xoxb-canary-1"
OLD, NEW = new_key("old"), new_key("new")


def ring(*lines: str) -> KeyRing:
    found = ring_of("\n".join(lines))
    assert found is not None
    return found


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"])))
def test_what_was_sealed_opens_again(plain: str, bound_to: str):
    assert ring(OLD).open(ring(OLD).seal(plain, bound_to), bound_to) == plain


def test_whatever_chance_makes_of_it_it_opens_again_and_names_its_key():
    for _ in range(1000):
        sealed = ring(OLD).seal(TOKEN, "T1:bot")
        assert key_of(sealed) == "old"
        assert ring(OLD).open(sealed, "T1:bot") == TOKEN


def test_what_is_not_sealed_names_no_key():
    assert key_of(TOKEN) == ""


def test_what_is_sealed_shows_nothing_of_itself_and_is_never_the_same_twice():
    once, again = ring(OLD).seal(TOKEN, "T1:bot"), ring(OLD).seal(TOKEN, "T1:bot")
    assert once != again
    assert "xox" not in once
    assert base64.b64encode(TOKEN.encode()).decode()[:8] not in once


def test_what_belongs_to_one_workspace_does_not_open_for_another():
    with pytest.raises(CannotOpen, match=r"^it was changed, or belongs elsewhere$"):
        ring(OLD).open(ring(OLD).seal(TOKEN, "T1:bot"), "T2:bot")


def test_no_bit_of_it_can_be_changed():
    sealed = ring(OLD).seal(TOKEN, "T1:bot")
    head, _, tail = sealed.rpartition(".")
    for place in range(len(tail)):
        other = "A" if tail[place] != "A" else "Q"
        with pytest.raises(CannotOpen):
            ring(OLD).open(f"{head}.{tail[:place]}{other}{tail[place + 1 :]}", "T1:bot")


def test_a_key_of_the_same_name_that_is_another_does_not_open_it():
    with pytest.raises(CannotOpen, match="changed, or belongs elsewhere"):
        ring(new_key("old")).open(ring(OLD).seal(TOKEN, "T1"), "T1")


@pytest.mark.parametrize(
    "torn", ["", TOKEN, "v1", "v1.old", "v1.old.x.y", "v2.old.AAAAAAAAAAAAAAAA.AAAA", "v1.old.é.é"]
)
def test_what_is_not_sealed_is_not_opened(torn: str):
    with pytest.raises(CannotOpen, match=r"^it is not sealed$"):
        ring(OLD).open(torn, "T1")


def test_something_cut_short_does_not_open():
    with pytest.raises(CannotOpen, match="changed"):
        ring(OLD).open("v1.old.AAAAAAAAAAAAAAAA.AAAA", "T1")


def test_the_first_key_seals_and_the_old_ones_go_on_opening():
    before = ring(OLD).seal(TOKEN, "T1")
    both = ring(NEW, OLD)
    assert both.open(before, "T1") == TOKEN
    assert not both.is_fresh(before)
    after = both.seal(both.open(before, "T1"), "T1")
    assert both.is_fresh(after)
    with pytest.raises(CannotOpen, match=r"^the key new is not in the ring$"):
        ring(OLD).open(after, "T1")


def test_a_mark_is_known_again_by_every_ring_that_has_its_key_and_by_no_other():
    mark = ring(OLD).sign("words", "states")
    assert ring(NEW, OLD).signed("words", "states", mark)
    assert not ring(NEW).signed("words", "states", mark)
    assert not ring(OLD).signed("other words", "states", mark)
    assert not ring(OLD).signed("words", "cookies", mark)
    assert not ring(OLD).signed("words", "states", "é" + mark[1:])


@pytest.mark.parametrize("nothing", ["", "  \n", "# no key yet\n", ",,"])
def test_no_keys_are_no_ring(nothing: str):
    assert ring_of(nothing) is None


def test_remarks_commas_lines_and_either_alphabet_are_read():
    odd = {"ends": b"\xff" * 32, "middle": b"\xfb\xef\xbe\xff" * 8}
    urls = [f"{name}:{base64.urlsafe_b64encode(key).decode()}" for name, key in odd.items()]
    assert all(sign in "".join(urls) for sign in "-_")
    found = ring(f"# ours\n{NEW},{OLD} # the one before", *urls)
    assert [key_id for key_id, _ in found.keys] == ["new", "old", "ends", "middle"]
    assert found.first == "new"
    assert dict(found.keys) == odd | dict(ring(NEW, OLD).keys)


SHORT = "one:" + base64.b64encode(b"x" * 31).decode()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (OLD.partition(":")[2], "key 1 has no name"),
        (f"{NEW},UPPER:abc", "key 2 has no name"),
        ("one:not base64!", "the key one is not base64"),
        (f"{OLD[:9]}!{OLD[9:]}", "the key old is not base64"),
        (f"one:{NEW}", "the key one is not base64"),
        (SHORT, "the key one has 31 bytes, not 32"),
        (f"{NEW},{OLD},{OLD}", "two keys are called old"),
        (f"{OLD},again:{OLD.partition(':')[2]}", "one key is there under two names"),
    ],
    ids=["no name", "a name in capitals", "no base64", "a sign amid it", "a colon amid it", "too short",
         "one name twice", "one key twice"],
)  # fmt: skip
def test_a_ring_that_cannot_be_used_is_told_in_a_line_without_the_key(text: str, said: str):
    with pytest.raises(WrongKeys) as refused:
        ring_of(text)
    assert str(refused.value).split(";")[0] == said
    assert OLD.partition(":")[2] not in str(refused.value)


def test_a_ring_does_not_show_its_keys():
    assert OLD.partition(":")[2][:10] not in repr(ring(OLD))
    assert "keys" not in repr(ring(OLD))


def test_a_file_of_keys_is_its_owners_alone(tmp_path: Path):
    file = tmp_path / "keys"
    file.write_text(f"{OLD}\n")
    file.chmod(0o640)
    with pytest.raises(WrongKeys, match=f"chmod 600 {file}"):
        ring_in(file)
    file.chmod(stat.S_IRUSR)
    assert ring_in(file) == ring(OLD)


def test_a_file_that_is_not_there_or_not_text_is_named(tmp_path: Path):
    with pytest.raises(WrongKeys, match=r"none cannot be read: No such file"):
        ring_in(tmp_path / "none")
    odd = tmp_path / "odd"
    odd.write_bytes(b"\xff\xfe")
    odd.chmod(0o600)
    with pytest.raises(WrongKeys, match="is not text"):
        ring_in(odd)


@pytest.fixture
def with_keys() -> Iterator[None]:
    """This process seals what it keeps with a ring that knows the old key, too."""
    sealing.use(ring(NEW, OLD))
    yield
    sealing.use(None)


def test_without_keys_it_is_kept_as_it_is():
    assert sealing.kept(TOKEN, "T1") == TOKEN
    assert sealing.opened(TOKEN, "T1") == TOKEN


@pytest.mark.usefixtures("with_keys")
def test_with_keys_it_is_kept_sealed_for_whom_it_belongs_to():
    written = sealing.kept(TOKEN, "T1")
    assert key_of(written) == "new"
    assert sealing.opened(written, "T1") == TOKEN
    with pytest.raises(CannotOpen, match="belongs elsewhere"):
        sealing.opened(written, "T2")


@pytest.mark.usefixtures("with_keys")
def test_what_was_kept_before_there_were_keys_and_under_the_old_one_still_opens():
    assert sealing.opened(TOKEN, "T1") == TOKEN
    assert sealing.opened(ring(OLD).seal(TOKEN, "T1"), "T1") == TOKEN


def test_who_has_lost_the_keys_is_told_so():
    with pytest.raises(CannotOpen, match=r"^there are no keys$"):
        sealing.opened(ring(OLD).seal(TOKEN, "T1"), "T1")
