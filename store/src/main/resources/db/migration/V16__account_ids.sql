-- The ids by which vendors name their accounts. They are asked for once, and not whenever a process starts: until an id
-- is known, calls are counted for the address.
create table account_id (
    key     text primary key,
    id      text not null,
    told_at timestamptz not null default now()
);
