"""Who does the work on the files: processes on this machine, or a Dask cluster."""
