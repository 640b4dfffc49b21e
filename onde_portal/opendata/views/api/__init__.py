"""The read API for the Office's own systems: keys, endpoints, their description."""
