"""Python text: the only place that turns names and values of the document into code."""
