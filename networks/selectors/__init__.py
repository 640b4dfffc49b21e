"""Reads of networks and their projects that screens, reports and exports share."""

from networks.selectors.counts import founded_by_year, founded_in, network_count_on

__all__ = ["founded_by_year", "founded_in", "network_count_on"]
