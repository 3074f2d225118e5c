"""Measures are tried on a platform made for tests."""

from tests.fixtures.village import notice, nuisance, question, village  # noqa: F401
