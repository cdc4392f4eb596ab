-- Processes of recordsync, a row for each start. Heartbeats are by the database's clock; one that is late by 15 seconds is gone, and holds nothing.
create table process (
    id           text        primary key,
    kind         text        not null, -- worker, starter
    build        text        not null,
    systems      text[]      not null, -- whose deliveries it carries out
    unnamed      text[]      not null, -- those of them that its rules do not name
    rules        text,                 -- the fingerprint of its rule set; null for one that uses none
    started_at   timestamptz not null default now(),
    heartbeat_at timestamptz not null default now()
) with (fillfactor = 50);

create view live_process as
    select * from process where heartbeat_at > now() - interval '15 seconds';

-- The processes that have the circuit open; null where a build wrote it that knows no processes.
alter table open_circuit add column processes text[];

-- The circuits that really are open: those that nobody holds but processes that are gone are not.
create view circuit as
    select tenant, system, reason, error_id, since from open_circuit c
    where c.processes is null or exists (select from live_process p where p.id = any (c.processes));
