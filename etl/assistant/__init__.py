"""Help with mapping an export of unknown making."""
