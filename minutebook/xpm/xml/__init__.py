"""XPM's XML and nothing else: the envelope of answers, elements to records, records to request bodies."""
