"""Many sources, unattended: each ends in exactly one state of a ledger, each in a fenced process of its own.

The walk of a batch, and where others attach:

- `sources` finds what there is; `ledger` keeps every source with its state in `OUT/.gongkai/ledger.sqlite`.
- `records` holds what travels: `Recipe` (how to convert, plain data), `Job` (one source), `Outcome` (what became of it).
- `converting.convert_job(recipe, job) -> Outcome` is the whole work on one source. It needs nothing but its arguments
  and can be called in any process; it raises nothing. `converting.make(recipe, source)` is its inner half without the
  disk, for sources and outputs that are no local files.
- `Recipe.sinks` names functions (`module:function`) called in the worker with `(disclosure, recipe, job)` after the
  outputs are in place; the `Output`s they return are recorded with the others.
- `workers.Pool` runs jobs in fenced processes and yields outcomes; `running.run_batch` joins it all.
- `ledger.Ledger.outcomes()` iterates over the outcomes of the last run in the order of their paths.

The ledger's keys are a source's SHA-256 and the pipeline's fingerprint (`fingerprint.fingerprint(recipe)`).
"""
