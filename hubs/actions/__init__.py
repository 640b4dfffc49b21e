"""The only writers of hubs and their programmes, a file for each part of the work."""
