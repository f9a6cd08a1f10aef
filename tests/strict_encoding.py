"""pytest -p tests.strict_encoding, under ``-X warn_default_encoding``: a module of the plugin that leaves an encoding
to the system fails the test. On a Chinese Windows the system's is GBK."""

import sys


def pytest_configure(config) -> None:
    if not sys.flags.warn_default_encoding:
        raise RuntimeError("tests.strict_encoding needs python -X warn_default_encoding")
    config.addinivalue_line("filterwarnings", r"error::EncodingWarning:nm_urban\.(nm_urban_plugin|processing_algs)\.")
