"""Passwords in the forms IOS keeps them in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from keyboard import Bench

from iossim.features.system import md5crypt, type7


@pytest.mark.parametrize(
    ("password", "secret"),
    [("cisco", "$1$mERr$hx5rVt7rPNoS4wqbXKX7m0"), ("0.s0.l33t", "$1$deadbeef$0Huu6KHrKLVWfqa4WljDE0")],
)
def test_known_hashes(password, secret):
    """Hashes made elsewhere are made here alike: the second is the well-known example of the scheme."""
    salt = secret.split("$")[2]
    assert md5crypt.crypt(password, salt) == secret
    assert md5crypt.verify(password, secret)
    assert not md5crypt.verify(password + "x", secret)


def test_type_7_of_a_known_password():
    """`cisco` from place 2 is the listing everybody has seen."""
    assert type7.encrypt("cisco", 2) == "02050D480809"
    assert type7.decrypt("02050D480809") == "cisco"


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=60), st.integers(0, 15))
def test_type_7_comes_back(password, start):
    """Hiding loses nothing, wherever it starts."""
    assert type7.decrypt(type7.encrypt(password, start)) == password


@pytest.fixture
def bench():
    return Bench().privileged()


def printed(bench, pattern):
    return [line for line in bench.type(f"show running-config | include {pattern}").split("\n")[1:-1] if line]


def test_a_secret_is_kept_as_its_hash(bench):
    """What was typed in clear is nowhere to be read, and still opens."""
    bench.configure("enable secret open sesame")
    (line,) = printed(bench, "^enable secret")
    assert line.startswith("enable secret 5 $1$")
    bench.type("disable", "enable", "open sesame")
    assert bench.router.lines.console.session.level == 15


def test_a_password_that_is_the_secret_is_taken_with_a_warning(bench):
    """Whichever comes last is called the new one; at another level nothing is the same."""
    bench.configure("enable secret sesame")
    said = bench.configure("enable password sesame")
    assert "The enable password you have chosen is the same as your enable secret.\n" in said
    assert "This is not recommended.  Re-enter the enable password.\n" in said
    assert printed(bench, "^enable password") == ["enable password sesame"]
    assert "not recommended" not in bench.configure("enable password level 5 sesame")
    said = bench.configure("enable secret sesame")
    assert "The enable secret you have chosen is the same as your enable password.\n" in said
    assert "not recommended" not in bench.configure("no enable password", "enable password other")


def test_password_encryption_hides_what_is_there_and_what_comes(bench):
    """The service reaches old passwords and new ones, of users, lines and enable."""
    bench.configure(
        "enable password old", "username ann password lab", "service password-encryption", "username bob password x y"
    )
    for line in printed(bench, "password [^e]"):
        if "service" not in line:
            assert " 7 " in line, line
    words = bench.router.config
    assert words.value  # the configuration can still be read
    assert all("lab" not in line for line in printed(bench, "password 7"))


def test_turning_the_service_off_does_not_reveal(bench):
    """`no service password-encryption` leaves hidden what is hidden."""
    bench.configure("username ann password lab", "service password-encryption", "no service password-encryption")
    (line,) = printed(bench, "^username")
    assert " password 7 " in line


def test_a_user_is_put_together_from_several_lines(bench):
    """A privilege typed first and a password typed later make one line, with the type of the password written."""
    bench.configure("username ann privilege 15", "username ann password lab")
    assert printed(bench, "^username") == ["username ann privilege 15 password 0 lab"]


def test_a_hash_that_is_none_is_refused(bench):
    """`enable secret 5` wants a hash."""
    assert "not a valid encrypted secret" in bench.configure("enable secret 5 cisco")
    assert printed(bench, "^enable secret") == ["enable secret 5 $1$mERr$hx5rVt7rPNoS4wqbXKX7m0"]
