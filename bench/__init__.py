"""Benchmarks: Kring beside the least a Django page can cost, in one run on one machine (bench/README.md)."""
