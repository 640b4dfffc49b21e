"""What pages, reports and exports read of hubs and programmes, a file for each part."""
