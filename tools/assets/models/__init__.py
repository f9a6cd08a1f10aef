"""The example models: ``python -m tools.assets.models`` writes them."""
