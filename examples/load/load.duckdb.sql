-- cells.csv in DuckDB, and from there as Parquet:  duckdb < load.duckdb.sql   (in a run's directory)
-- The type of digest is said, since one without letters would be taken for a number.
CREATE TABLE cells AS SELECT * FROM read_csv('cells.csv', types = {'digest': 'VARCHAR'});
SELECT cell, networks, born_dead, dead, round(dead_fraction, 4) AS dead_fraction,
       round(train_accuracy_mean, 4) AS accuracy
FROM cells ORDER BY dead_fraction DESC, cell LIMIT 10;
COPY cells TO 'cells.parquet' (FORMAT parquet);
