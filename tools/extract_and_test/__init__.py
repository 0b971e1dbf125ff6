"""Extract, build, run and compare the listings of the C++ companion."""
