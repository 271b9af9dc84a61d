"""From input files to an edition: readers, schemas, marts, load."""
