"""Whatever can be configured on a router prints so that the print, read by a router that has just booted, prints the same."""

from __future__ import annotations

import pickle
from random import Random

import pytest
from random_config import random_configuration

from iossim.device.loader import load_startup, merge
from iossim.device.nvgen import running_lines
from iossim.device.router import Router
from iossim.lab import Lab

BOOT = 150_000_000


@pytest.fixture(scope="module")
def box() -> bytes:
    """A lab whose routers are up."""
    return booted("headend")


def booted(name: str) -> bytes:
    """A lab some minutes after the power came."""
    lab = Lab.open(name, "cold", numbers=True)
    lab.advance(BOOT)
    return pickle.dumps(lab)


def printed(router: Router) -> list[str]:
    """The running configuration without its header."""
    grammar = router.catalog.grammar(router.release)
    return running_lines(router.config, router.names, grammar.manner)


def booted_with(router: Router, text: str) -> list[str]:
    """Boot anew, at once, with these lines in memory; what the console says against them."""
    router.go_dark()
    complaints = load_startup(router, text)
    router.come_up()
    return complaints


def round_trip(router: Router, seed: int) -> None:
    """Type a random configuration, print it, boot with the print, print again."""
    booted_with(router, "")
    console = router.lines.console
    typed = random_configuration(router.catalog.grammar(router.release), Random(seed))
    merge(console.context(console.session), typed)
    once = printed(router)
    router.config = pickle.loads(pickle.dumps(router.config))  # what was kept in order is put in order anew
    assert printed(router) == once, f"seed {seed}: order\n{typed}"
    complaints = booted_with(router, "\n".join(once))
    assert (complaints, printed(router)) == ([], once), f"seed {seed}:\n{typed}"


@pytest.mark.parametrize("name", ["gateway-1", "soho-vp"])
def test_a_sample_of_random_configurations_prints_as_it_is_read(box: bytes, name: str) -> None:
    """A hundred configurations of each model, the same ones every time."""
    router = pickle.loads(box).router(name)
    for seed in range(100):
        round_trip(router, seed)


@pytest.mark.parametrize("name", ["gateway-1", "soho-vp"])
def test_a_sample_in_the_later_release_form(name: str) -> None:
    """Its lines and spellings are read as they are printed, too."""
    router = pickle.loads(booted("headend-15")).router(name)
    for seed in range(60):
        round_trip(router, seed)


@pytest.mark.soak
@pytest.mark.parametrize("lab", ["headend", "headend-15"])
def test_ten_thousand_random_configurations_print_as_they_are_read(lab: str) -> None:
    """The full count in each release form, half of it on each model; a fresh box now and then."""
    box = booted(lab)
    for seed in range(200, 10_200):
        if seed % 200 == 0:
            router = pickle.loads(box).router("soho-vp" if seed % 400 else "gateway-1")
        round_trip(router, seed)
