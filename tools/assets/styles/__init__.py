"""The styles of outputs: ``python -m tools.assets.styles`` writes them."""
