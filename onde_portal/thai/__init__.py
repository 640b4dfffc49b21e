"""Thai, exactly: eras, fiscal calendar, digits, text, names and working time. Plain Python."""
