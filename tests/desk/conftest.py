"""A desk in this process, and what is sent to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient
from support.desk import ADDRESS, settings

from validator.desk import desk_app
from validator.packs.pack import load_pack


@pytest.fixture(scope="package")
def desk() -> Iterator[TestClient]:
    """A client of a desk that is reached at `ADDRESS`."""
    app = desk_app(settings(), load_pack())
    with TestClient(app, base_url=ADDRESS) as client:
        yield client
    app.close()
