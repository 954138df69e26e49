-- 60-references-and-counters.sql: columns whose rows come later than those that name them, and where the target counts on.

call legacy.in_batches('converted.categories', $batch$update categories.categories as t set parent_id = m.parent_id from mapping."categories clean" as m
where m.legacy_row between $1 and $2 and t.id = m.id and m.parent_id is not null and t.parent_id is null$batch$, 5000);

