"""Tests of the package: `python3 -m unittest discover -s python/tests -t python`, with the package installed or with
PYTHONPATH=python/src after `cargo build --release`."""
