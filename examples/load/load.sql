-- What a running or finished sweep.db says to SQLite alone:  sqlite3 -readonly out/sweep.db < load.sql
-- Floats are stored as the integers of their 32 bits; `myriad export` has them as numbers.
.headers on
.mode column

-- How far each cell is. A chunk's row says that its networks are done.
SELECT cell.position AS cell, count(chunk.first) AS chunks, coalesce(sum(chunk.count), 0) AS networks,
       round(coalesce(sum(chunk.seconds), 0), 3) AS seconds, cell.error
FROM cell LEFT JOIN chunk ON chunk.cell = cell.id
GROUP BY cell.id ORDER BY cell.position;

-- Of the networks kept: when their unit died for good (4294967295: it did not).
SELECT cell.position AS cell, count(*) AS kept, sum(kept.death_epoch = 0) AS dead_from_the_start,
       min(nullif(kept.death_epoch, 4294967295)) AS first_death_epoch,
       max(nullif(kept.death_epoch, 4294967295)) AS last_death_epoch
FROM kept JOIN cell ON cell.id = kept.cell
GROUP BY cell.id ORDER BY cell.position;
