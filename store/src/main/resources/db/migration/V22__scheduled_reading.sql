-- The fingerprint of what the rules say of reading, when the reader's last run began; null before the first one.
alter table reader add column reading text;

-- The runs that read all rows, to find when the next one is due.
create index run_of_all_rows on run (tenant, system, entity, started_at) where kind in ('full', 'link');
