"""Files that people bring: read row by row, in little memory, from wherever the last reading stopped. No database."""
