"""What every variant says in the same words: data, statements, rules and rendering.

Nothing here imports a web framework, and only three modules do input or output:
``database`` (engines), ``migrations`` (the schema) and ``seed`` (sample data).
"""
