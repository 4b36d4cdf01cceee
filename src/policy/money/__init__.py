"""The tables behind the money charts: pure functions from the ledger's frame to tidy frames.

Every function takes the ledger's frame (one figure a row: ``id``, ``value``, ``nature``) and
returns one plotted value a row, in billions of pounds, with the ledger id it came from. Words may
hold ``{fig:id}``, which the chart that shows the table resolves. One module a subject.
"""
