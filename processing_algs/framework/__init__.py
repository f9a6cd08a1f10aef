"""What all algorithms share: base, fields, destinations, styles of outputs, method."""
