"""Normalise texts that people type again: e-mail addresses, passwords, tags, titles, filters.

An "é" is one code point from one keyboard, and an "e" with a combining accent from another. Both
are the same text (Unicode Standard Annex #15), so it is stored and looked up in one form.
"""

from unicodedata import normalize

# Normalising long runs of combining characters takes quadratic time. It replaces at most four code
# points by one and the longest of these texts has 256, so a longer one cannot equal any of them.
MOST = 4 * 256


def nfc(text: str) -> str:
    """Return a text in Normalization Form C; one of more than 1,024 characters stays as it is."""
    return normalize("NFC", text) if len(text) <= MOST else text


def nfkc(text: str) -> str:
    """Return a password in Normalization Form KC (NIST SP 800-63B), unless it is that long."""
    return normalize("NFKC", text) if len(text) <= MOST else text
