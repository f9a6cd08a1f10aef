"""Layers in: batches of features, what is listed or mended, the Gauss planes, official areas."""
