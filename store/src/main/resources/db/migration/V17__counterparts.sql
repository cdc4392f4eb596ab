-- What the systems that are read hold of each record: the link between ids in both directions, and what is needed to see which side has
-- changed a field. Of values it has hashes alone; `conflict` and `before_image` hold content, as image does.

create table hash_key (
    id      smallint primary key,
    secret  bytea, -- 32 random bytes; null where the key is kept elsewhere
    made_at timestamptz not null default now()
);

-- The first key: the random bits of two UUIDs.
insert into hash_key (id, secret)
values (1, decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'));

create table counterpart (
    tenant      text collate "C" not null,
    system      text collate "C" not null,
    object      text collate "C" not null,
    external_id text collate "C" not null,
    entity      text collate "C" not null,
    record_id   text collate "C",          -- null: ambiguous, or not wanted
    row_hash    text,                      -- of the row as it was last judged; null: judge it, whatever it shows
    fields      jsonb    not null default '{}', -- by the vendor's field: the hashes of what was given and shown, and more
    key_id      smallint not null,         -- the hash_key of this row's hashes
    modified    timestamptz,               -- the system's time of the row, as last judged or shown; null where it tells none
    wrote_from  timestamptz,               -- when our last write began, by the system's clock, less its resolution
    wrote_until timestamptz,               -- when it ended, plus the resolution
    asked_at    timestamptz,               -- the ledger's clock: when the answer that was last judged was asked for
    carried     boolean  not null default false, -- the row has our record id
    sending     jsonb    not null default '{}', -- by the vendor's field: the hash of what a call without an answer may have written
    gone_at     timestamptz,               -- the row is not there any more
    merged_into text collate "C",          -- the row into which the vendor merged it
    primary key (tenant, system, object, external_id)
) with (fillfactor = 50);

create unique index counterpart_of on counterpart (tenant, entity, record_id, system)
    where record_id is not null and gone_at is null;

create table conflict (
    tenant      text collate "C" not null,
    system      text collate "C" not null,
    entity      text collate "C" not null,
    external_id text collate "C" not null,
    path        text collate "C" not null, -- *: the whole row
    record_id   text collate "C",
    kind        text  not null,            -- ask, unrepresentable, unreadable, oscillates, ambiguous, not_taken, not_written, refused
    shown       jsonb not null default '{}', -- by the vendor's field: the hash of theirs; the conflict is over when the row shows something else
    ours        jsonb,
    theirs      jsonb,
    opened_at   timestamptz not null default now(),
    closed_at   timestamptz,
    decision    text,
    decided_by  text,
    primary key (tenant, system, entity, external_id, path)
);

create index conflict_open on conflict (tenant, entity, record_id) where closed_at is null;

create table before_image (
    kind      text not null,               -- loser: a value that gave way to the other side's
    tenant    text collate "C" not null,
    entity    text collate "C" not null,
    record_id text collate "C" not null,
    path      text collate "C" not null,
    at        timestamptz not null default now(),
    system    text not null,
    source    text not null,               -- whose value it was
    revision  bigint not null,
    value     jsonb,
    after     jsonb
) partition by list (kind);

create table before_image_loser partition of before_image for values in ('loser');

create index before_image_of on before_image (tenant, entity, record_id);
