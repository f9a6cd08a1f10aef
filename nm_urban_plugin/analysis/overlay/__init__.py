"""Areas of parcels in zones without building pieces; exact, additive, independent of order."""
