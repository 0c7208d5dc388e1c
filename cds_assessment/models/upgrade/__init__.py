"""What former versions left behind, put right: used by migrations alone."""
