-- Bucket4j keeps the windows of each account here.
create table permit_bucket (
    id    text primary key,
    state bytea
);

-- Calls of each account by the hour: the daily budget is kept over any 24 hours, and people see what was spent.
create table call_count (
    account text        not null,
    hour    timestamptz not null,
    calls   bigint      not null,
    primary key (account, hour)
);

-- Circuits that are open: of a system (tenant '*'), or of one tenant's account with it.
create table open_circuit (
    tenant   text        not null,
    system   text        not null,
    reason   text        not null,
    error_id text        not null,
    since    timestamptz not null default now(),
    primary key (tenant, system)
);
