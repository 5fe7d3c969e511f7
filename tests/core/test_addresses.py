import pytest

from core.addresses import client_address, network_of


@pytest.mark.parametrize(
    ("remote", "expected"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("unix:", ""),
        ("", ""),
    ],
)
def test_visitor_is_counted_by_the_address_of_the_connection(settings, remote, expected):
    settings.CLIENT_ADDRESS_HEADER = ""

    assert client_address({"REMOTE_ADDR": remote, "HTTP_X_FORWARDED_FOR": "198.51.100.1"}) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("198.51.100.1", "198.51.100.1"),
        ("10.9.9.9, 198.51.100.1", "198.51.100.1"),
        ("198.51.100.1, made up", "127.0.0.1"),
        ("", "127.0.0.1"),
    ],
)
def test_behind_a_proxy_only_the_hop_it_wrote_itself_counts(settings, header, expected):
    settings.CLIENT_ADDRESS_HEADER = "X-Forwarded-For"

    assert client_address({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": header}) == expected


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.0/24"),
        ("2001:db8:1:2::/64", "2001:db8:1::/48"),
        ("", ""),
    ],
)
def test_addresses_of_one_network_are_counted_together(address, network):
    assert network_of(address) == network
