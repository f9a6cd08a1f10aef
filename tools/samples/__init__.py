"""Sample files of the tests."""
