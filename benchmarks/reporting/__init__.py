"""What comes out of a run: the terminal's tables, the HTML report and the README's table.

They are made of the same ``Figures``, so that they cannot disagree. ``python -m
benchmarks.reporting results/….json`` prints the tables of an earlier run, and with ``--html FILE``
writes its report.
"""
