"""The ellipsoid of CGCS2000: official areas (图斑椭球面积), Gauss planes, geodesics, map sheets."""

from .official import (
    DENSIFY_M,
    E2,
    E2_SECOND,
    INVERSE_FLATTENING,
    POLAR_RADIUS,
    SECONDS_PER_RADIAN,
    A,
    B,
    inverse_gauss,
    official_areas,
    plane_areas,
    sheet_area,
    trapezoid,
    trapezoid_constants,
)

__all__ = (
    "A",
    "B",
    "DENSIFY_M",
    "E2",
    "E2_SECOND",
    "INVERSE_FLATTENING",
    "POLAR_RADIUS",
    "SECONDS_PER_RADIAN",
    "inverse_gauss",
    "official_areas",
    "plane_areas",
    "sheet_area",
    "trapezoid",
    "trapezoid_constants",
)
