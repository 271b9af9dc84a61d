"""Where the municipalities lie: official area keys, boundary files and the shapes drawn from them."""
