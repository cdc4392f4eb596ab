-- The readers of systems, their runs, and the rows that are to be read again by their ids.

create table reader (
    tenant         text collate "C" not null,
    system         text collate "C" not null,
    entity         text collate "C" not null,
    state          text    not null default 'off', -- off, linking, live
    changes_cursor text,                           -- where the next delta begins; null: no full read has ended yet
    deletes_cursor text,                           -- the same for the list of deletes
    needs_full     boolean not null default false, -- the next run is full, whatever is asked for
    every          interval,                       -- what a person set; null: what the rule file says
    deletes_every  interval,
    full_every     interval,
    set_by         text,
    set_why        text,
    set_at         timestamptz,
    paused_by      text,
    paused_why     text,
    paused_at      timestamptz,
    primary key (tenant, system, entity)
);

create table run (
    id          bigint generated always as identity primary key,
    tenant      text collate "C" not null,
    system      text collate "C" not null,
    entity      text collate "C" not null,
    kind        text    not null,               -- delta, full, link, push, ids, resend
    dry         boolean not null default false,
    asked_by    text    not null,
    options     jsonb   not null default '{}',  -- as given
    since       timestamptz,
    cursor      text    not null,               -- where the next page begins
    moves       boolean not null,               -- whether the cursor of the reader moves with each page
    completes   boolean not null,               -- whether the end of the run is the reader's position
    most        bigint  not null default 0,     -- the largest number of rows; 0: all
    read_to_end boolean not null default false, -- the last page of changes is committed
    page        int     not null default 0,     -- pages committed
    fence       int     not null default 1,     -- raised by each takeover
    owner       text    not null,               -- the chain of workflow runs that has it
    workflow_id text    not null,
    rules       text    not null default '',    -- the fingerprint of the rules of the page last judged
    status      text    not null default 'running', -- running; ends: success, partial, failed, cancelled, waiting
    processed   bigint  not null default 0,
    created     bigint  not null default 0,
    updated     bigint  not null default 0,
    deleted     bigint  not null default 0,
    unchanged   bigint  not null default 0,
    adjusted    bigint  not null default 0,
    taken       bigint  not null default 0,
    overruled   bigint  not null default 0,
    linked      bigint  not null default 0,
    differing   bigint  not null default 0,
    conflicts   bigint  not null default 0,
    ambiguous   bigint  not null default 0,
    unreadable  bigint  not null default 0,
    not_wanted  bigint  not null default 0,
    later       bigint  not null default 0,
    held        bigint  not null default 0,
    failed      bigint  not null default 0,
    reread      bigint  not null default 0,
    calls       bigint  not null default 0,
    started_at  timestamptz not null default now(),
    touched_at  timestamptz not null default now(),
    ended_at    timestamptz,
    error_id    text,
    error       text,
    figures     jsonb   not null default '{}'
);

create unique index run_one on run (tenant, system, entity, (kind in ('push', 'ids', 'resend'))) where status = 'running';
create index run_of on run (tenant, system, entity, id);

create table read_again (
    tenant      text collate "C" not null,
    system      text collate "C" not null,
    entity      text collate "C" not null,
    external_id text collate "C" not null,
    why         text not null, -- later, ambiguous, gone, not_taken, read_back
    since       timestamptz not null default now(),
    tries       int  not null default 0,
    next_at     timestamptz not null default now(), -- not before
    primary key (tenant, system, entity, external_id)
);

-- Whether the build knows counterparts. A build that does not writes over what was edited at a system.
alter table process add column counterparts boolean not null default false;

-- A view has the columns that its table had when it was made.
create or replace view live_process as
    select * from process where heartbeat_at > now() - interval '15 seconds';

alter table change add column run_id bigint; -- of the run that read it

create index change_of_run on change (run_id) where run_id is not null;
