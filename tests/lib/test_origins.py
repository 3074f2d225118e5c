"""Which sites may frame the form: whatever an administrator types, only an origin gets into a header."""

import pytest

from app.lib.origins import origin_of


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("https://ville.example", "https://ville.example"),
        ("https://Ville.Example/contact?x=1#y", "https://ville.example"),
        ("ville.example", "https://ville.example"),
        ("  http://localhost:5173/  ", "http://localhost:5173"),
        ("https://ville.example:443", "https://ville.example"),
        ("https://user:pass@ville.example", "https://ville.example"),
        ("https://بلدية.example", "https://xn--ngbcr7f5a.example"),
    ],
)
def test_any_address_of_a_site_names_its_origin(typed, origin):
    assert origin_of(typed) == origin


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "*", "https://*.example", "javascript:alert(1)", "https://", "https://a b.example",
     "https://x.example;script-src *", "https://x.example:99999999", "data:text/html,x",
     "https://x.example\r\nSet-Cookie: a=b", "'unsafe-inline'", "https://[::1", "https://-x.example"],
)  # fmt: skip
def test_what_names_no_site_never_reaches_a_header(typed):
    assert origin_of(typed) is None
