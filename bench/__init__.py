"""Reproducible comparisons: `make -s bench ROW=name` prints JSON lines; rows are `bench/rows_<name>.py`."""
