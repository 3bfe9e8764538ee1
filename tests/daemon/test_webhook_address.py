"""The webhook address: the same for all who hold the app's secret, and nobody else can guess it."""

from __future__ import annotations

import re

from daemon.webhook_address import webhook_address, webhook_segment


def test_the_address_can_be_worked_out_from_the_secret_and_the_connection() -> None:
    segment = webhook_segment("secret", "hs")
    assert (
        webhook_address("https://sync.example/", "secret", "hs")
        == f"https://sync.example/webhooks/hs/{segment}"
    )


def test_another_secret_or_connection_has_another_segment() -> None:
    segments = {webhook_segment(*pair) for pair in (("one", "hs"), ("two", "hs"), ("one", "hs2"))}
    assert len(segments) == 3


def test_a_segment_fits_into_a_path_and_holds_192_bits() -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{32}", webhook_segment("secret", "hs"))
