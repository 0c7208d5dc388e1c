"""Addresses that others can open, and those that only this machine or house can."""

import pytest
from loading import load

addresses = load("tools.public_address")


@pytest.mark.parametrize(
    "address",
    [
        "https://cds.example.edu.vn",
        "http://cds.example.edu.vn:8069",
        "https://example.vn/odoo",
        "https://203.162.0.11",
    ],
)
def test_reachable(address):
    assert addresses.is_reachable(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://localhost:8070",
        "http://odoo.localhost",
        "http://127.0.0.1:8069",
        "http://0.0.0.0:8069",
        "http://[::1]:8069",
        "http://192.168.1.20:8069",
        "http://10.0.0.5",
        "http://may-chu:8069",
        "http://may-chu.local",
        "http://truong.lan",
        "cds.example.edu.vn",
        "ftp://cds.example.edu.vn",
        "http://[bad",
    ],
)
def test_unreachable(address):
    assert not addresses.is_reachable(address)
