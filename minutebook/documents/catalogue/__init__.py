"""One file per document: pure facts in, blocks out; one table says which change calls for which document."""
