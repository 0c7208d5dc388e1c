"""What tests share: cases that prepare records, files, browsers."""
