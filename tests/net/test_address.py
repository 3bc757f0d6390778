"""Addresses, prefixes and their spellings."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iossim.net.address import NUMBERS, Address, AddressNames, Mac, Prefix, classful_length, length_of, mask_of

addresses = st.integers(0, 2**32 - 1).map(Address)


@given(addresses)
def test_an_address_reads_back_what_it_prints(address: Address) -> None:
    """Parsing undoes printing."""
    assert Address.parse(str(address)) == address


@pytest.mark.parametrize(
    "text", ["", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.x", "1..2.3", "0x1.2.3.4", "٣.1.1.1", " 1.2.3.4"]
)
def test_what_is_no_address_is_refused(text: str) -> None:
    """Only four decimal parts below 256 make an address."""
    with pytest.raises(ValueError):
        Address.parse(text)


@given(addresses, st.integers(0, 32))
def test_a_prefix_contains_what_its_mask_keeps(address: Address, length: int) -> None:
    """A prefix holds its own addresses, first and last included, and prints as network/length."""
    prefix = Prefix.of(address, length)
    assert address in prefix
    assert prefix.network in prefix
    assert prefix.broadcast in prefix
    assert Prefix.parse(str(prefix)) == prefix
    assert length_of(prefix.mask) == length


def test_covering_is_containment() -> None:
    """A shorter prefix covers the longer ones inside it, and itself, and nothing else."""
    pool = Prefix.parse("10.81.2.0/23")
    assert pool.covers(Prefix.parse("10.81.3.248/29"))
    assert pool.covers(pool)
    assert not pool.covers(Prefix.parse("10.81.4.0/29"))
    assert not Prefix.parse("10.81.2.0/29").covers(pool)


def test_host_bits_are_an_error_in_a_prefix() -> None:
    """10.81.2.1/29 names no network."""
    with pytest.raises(ValueError, match="host bits"):
        Prefix.parse("10.81.2.1/29")


def test_masks_with_holes_have_no_length() -> None:
    """255.0.255.0 is no netmask."""
    with pytest.raises(ValueError, match="contiguous"):
        length_of(0xFF00FF00)
    assert mask_of(0) == 0


@pytest.mark.parametrize(
    ("text", "length"), [("10.0.0.1", 8), ("172.16.0.1", 16), ("192.168.81.3", 24), ("127.0.0.1", 8)]
)
def test_classes(text: str, length: int) -> None:
    """The major network of an address has the length of its class."""
    assert classful_length(Address.parse(text)) == length


def test_names_are_printed_only_where_they_are_shown() -> None:
    """A spelling is always understood, and printed while names are shown."""
    loopback = Address.parse("64.100.1.1")
    names = AddressNames({"64.yy.yy.a": loopback})
    hidden = AddressNames({"64.yy.yy.a": loopback}, shown=False)
    assert names.read("64.yy.yy.a") == loopback == hidden.read("64.yy.yy.a")
    assert names.show(loopback) == "64.yy.yy.a"
    assert hidden.show(loopback) == "64.100.1.1" == NUMBERS.show(loopback)


def test_values_survive_pickling_with_their_types() -> None:
    """State is pickled: an address comes back as an address."""
    value = pickle.loads(pickle.dumps((Address(1), Mac(2), Prefix.parse("10.0.0.0/8"))))
    assert [type(part) for part in value] == [Address, Mac, Prefix]


def test_macs_print_in_three_groups() -> None:
    """As IOS writes them."""
    assert str(Mac(0x00000C07AC01)) == "0000.0c07.ac01"
