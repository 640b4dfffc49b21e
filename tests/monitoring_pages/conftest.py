from tests.monitoring.conftest import follow_up, hub

__all__ = ["follow_up", "hub"]
