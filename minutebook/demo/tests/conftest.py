"""The demo firm, built once for each test that asks for it."""

import pytest

from minutebook.demo.firm import DemoFirm, build_demo_firm


@pytest.fixture
def demo(db: None) -> DemoFirm:
    """The freshly built demo firm."""
    return build_demo_firm("quiet wombat lantern")
