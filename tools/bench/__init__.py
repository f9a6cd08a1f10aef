"""The benchmark: a generated region, the overlay engine and its peers on it, each in a process of its own.

``python -m tools.bench`` builds what is missing (data, a virtual environment for the peers), runs every job, compares
the results cell by cell and prints the table; ``--write`` also puts it into docs/performance.md. Development only.
"""
