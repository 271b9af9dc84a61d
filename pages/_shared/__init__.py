"""What all pages share: the visit, the one door to the data, the frame around a page, choices kept in the address."""
