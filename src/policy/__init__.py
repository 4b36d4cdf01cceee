"""Three Plans for the NHS: data, charts and book."""
