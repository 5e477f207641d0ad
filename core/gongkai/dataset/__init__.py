"""Facts, indicators, documents and findings of a whole batch as Parquet, and queries of them through DuckDB."""
