"""The qualifiers, by kind; app/search/grammar.py puts them together."""
