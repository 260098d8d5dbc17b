"""DOCX from the HTML of our papers."""
