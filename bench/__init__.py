"""Benchmarks of the recheck engine: `python -m bench`. Method and numbers: docs/benchmarks.md."""
