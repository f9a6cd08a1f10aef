"""Classes of counties: from county units and land use to classes, flags and growth."""
