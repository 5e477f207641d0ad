"""A finished batch as an archive keeps it: a bag (BagIt 1.0, RFC 8493) with fixity and a PREMIS record of events."""
