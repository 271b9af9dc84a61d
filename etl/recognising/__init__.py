"""What a file is and which input it takes the place of."""
