"""The desk: what colleagues see, behind log-in."""
