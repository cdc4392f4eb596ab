-- Runs that only show what they would change.

-- A dry run takes nobody's place: beside it the reader has the run that it has by its schedule.
create unique index run_one_each on run (tenant, system, entity, dry, (kind in ('push', 'ids', 'resend')))
    where status = 'running';
drop index run_one;

-- Rows that a dry run would change, with their values: at most 1,000 of a run, for 24 hours.
create table run_sample (
    run_id      bigint not null,
    n           int    not null,
    record_id   text collate "C",
    external_id text collate "C" not null,
    what        text   not null,          -- the verdict
    fields      jsonb  not null,          -- path, ours, theirs, and whose value it takes
    made_at     timestamptz not null default now(),
    primary key (run_id, n)
);

create index run_sample_age on run_sample (made_at);

-- What a person wanted of the run that has put the row here, aside from the rules: as run.options. Null: nothing.
alter table read_again add column wish jsonb;
