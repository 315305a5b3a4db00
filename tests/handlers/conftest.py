"""Doors are tried on a whole running Muster."""

from tests.scenarios.conftest import world

__all__ = ["world"]
