"""Pages: parse, authorise, call one service or queryset, render."""
