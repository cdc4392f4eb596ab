-- What a reader does not take before a person decides: fields that a program seems to have changed in many rows, and rows that went back in time.

-- Fields that are neither read nor written.
create table held_field (
    tenant     text collate "C" not null,
    system     text collate "C" not null,
    entity     text collate "C" not null,
    field      text collate "C" not null, -- the vendor's name
    kind       text not null,             -- blanks, forms; absent: the place does not have it
    run_id     bigint not null,           -- the run that stopped it
    rows       bigint not null,           -- in how many rows it had changed by then
    held_at    timestamptz not null default now(),
    decision   text,                      -- ours, theirs; back: it is there again. It holds until a full run has ended
    decided_by text,
    decided_at timestamptz,
    primary key (tenant, system, entity, field)
);

-- In how many rows a run has found a field changed in such a way; with an empty name, in how many anything.
create table run_field (
    run_id bigint not null,
    field  text collate "C" not null,
    blanks bigint not null default 0,
    forms  bigint not null default 0,
    primary key (run_id, field)
);

-- Rows that show an older time than was seen before, and other content.
create table held_row (
    tenant      text collate "C" not null,
    system      text collate "C" not null,
    entity      text collate "C" not null,
    external_id text collate "C" not null,
    run_id      bigint not null,
    modified    timestamptz not null,
    state       text not null, -- staged: the run counts them; held; then what is to be done: judge, ours, theirs
    held_at     timestamptz not null default now(),
    decided_by  text,
    primary key (tenant, system, entity, external_id)
);

alter table run add column hidden bigint not null default 0; -- rows that are not shown, and not listed as deleted
alter table reader add column deletes_lost boolean not null default false; -- the list of deletes has a gap since the last full read
