"""Measures how fast listings are verified, beside what is the alternative."""
