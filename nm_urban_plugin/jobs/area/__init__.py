"""Adjustment of areas to control areas (面积平差)."""
