"""What is published, read; nothing here names a person."""
