"""The work of a batch on many machines, through Dask."""
