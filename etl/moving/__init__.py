"""Moving files in and out of the data folder: all of it or nothing."""
