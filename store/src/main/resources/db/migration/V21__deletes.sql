-- The deletes that people make in the systems that are read: which rows are not there any more, and which of their deletes wait for a person.

-- What a full run has seen, in an unlogged partition of its own that is dropped at its end. A crash of PostgreSQL empties it; run.seen tells.
create table run_seen (
    run_id      bigint not null,
    external_id text collate "C" not null
) partition by list (run_id);

alter table run
    add column seen         bigint  not null default 0,     -- rows of run_seen
    add column unnamed      bigint  not null default 0,     -- entries that have no id that can be read
    add column absence      text,                           -- of rows that were not seen: staged; unproven; lost with run_seen. null: not looked at
    add column deletes_read boolean not null default false; -- the list of deletes is read to its end

-- Rows that are to be asked for by their ids, because they seem to be gone. What a run leaves is the next one's.
create table run_gone (
    run_id      bigint not null,
    external_id text collate "C" not null,
    modified    timestamptz,        -- when it was deleted, as the system says
    merged_into text collate "C",
    asked_at    timestamptz,        -- when the system was asked for it and did not have it
    put_off     boolean not null default false, -- left to the next run
    primary key (run_id, external_id)
);

-- Deletes that wait until a person approves or rejects them.
create table held_delete (
    tenant      text collate "C" not null,
    system      text collate "C" not null,
    entity      text collate "C" not null,
    external_id text collate "C" not null,
    run_id      bigint not null,
    modified    timestamptz,
    merged_into text collate "C",
    held_at     timestamptz not null default now(),
    until       timestamptz not null, -- then they count as rejected
    primary key (tenant, system, entity, external_id)
);

alter table reader add column deletes_read_at timestamptz; -- when the list of deletes was last read to its end
