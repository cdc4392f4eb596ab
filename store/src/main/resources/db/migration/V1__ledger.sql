-- The ledger: what each record is, what came in, and what became of it at each system. It holds record content in image alone.
-- Keys sort by their bytes, whatever the database's locale, so that all statements lock rows in one order.

create table image (
    tenant          text collate "C" not null,
    entity          text collate "C" not null,
    record_id       text collate "C" not null,
    revision        bigint      not null default 0, -- raised by every change that alters the image
    routed_revision bigint      not null default 0, -- the newest revision that was routed by the rules
    life            int         not null default 0, -- 0: never existed; a create after a delete begins the next
    deleted_by      text,                           -- the source that deleted it; null while it lives
    fields          jsonb       not null default '{}',
    versions        jsonb       not null default '{"sources": {}, "setBy": {}}', -- what each source has said of the record's age
    changed_at      timestamptz not null default now(),
    nudged_at       timestamptz,                    -- when the sweeper last saw to it
    primary key (tenant, entity, record_id)
) with (fillfactor = 80);

create index image_not_routed on image (changed_at) where routed_revision < revision;

create table change (
    tenant      text collate "C" not null,
    entity      text collate "C" not null,
    record_id   text collate "C" not null,
    event_key   text collate "C" not null,
    source      text        not null,
    operation   text        not null,
    version     text,
    door        text        not null, -- where it came in, for a Kafka topic with partition and offset
    verdict     text        not null, -- changed, unchanged, superseded
    revision    bigint      not null, -- of the image after it
    accepted_at timestamptz not null default now(),
    primary key (tenant, entity, record_id, event_key)
);

-- An event that came again by another way in than the first time. The same Kafka offset read again is no repeat.
create table change_repeat (
    tenant      text collate "C" not null,
    entity      text collate "C" not null,
    record_id   text collate "C" not null,
    event_key   text collate "C" not null,
    door        text collate "C" not null,
    accepted_at timestamptz not null default now(),
    primary key (tenant, entity, record_id, event_key, door)
);

create table delivery (
    tenant           text collate "C" not null,
    entity           text collate "C" not null,
    record_id        text collate "C" not null,
    system           text collate "C" not null,
    state            text    not null default 'due', -- due, delivered, deleted, parked, skipped, unrouted
    due_revision     bigint  not null default 0, -- the revision that routing asked for
    settled_revision bigint  not null default 0, -- the revision whose fate here is known
    revision         bigint  not null default 0, -- the revision that the system was last given
    content_hash     text,                       -- of the content that it was given
    external_id      text,
    fence            bigint  not null default 0, -- raised by every claim
    lease_owner      text,                       -- null when released
    lease_until      timestamptz,
    in_doubt         boolean not null default false, -- a call may have taken effect, or may yet
    in_doubt_until   timestamptz,                    -- until then nothing is sent, so that a late write is overwritten
    attempts         int     not null default 0,     -- failed attempts that were charged, since it last settled
    charged_at       timestamptz,
    error_code       text,
    error            text,
    error_id         text,
    error_at         timestamptz,
    next_attempt_at  timestamptz,
    settled_at       timestamptz,
    primary key (tenant, entity, record_id, system)
) with (fillfactor = 70);

create index delivery_due on delivery (system, tenant) where settled_revision < due_revision;
create index delivery_parked on delivery (tenant, error_at) where state = 'parked';

-- The fate of each revision at each system, one row each: the record's history, and what the counts add up from.
create table outcome (
    tenant     text collate "C" not null,
    entity     text collate "C" not null,
    record_id  text collate "C" not null,
    system     text collate "C" not null, -- '-' for a revision that no rule sends anywhere
    revision   bigint      not null,
    outcome    text        not null, -- applied, unchanged, unrouted, parked, skipped
    error_id   text,
    at         timestamptz not null default now(),
    primary key (tenant, entity, record_id, system, revision)
);

create index outcome_parked on outcome (tenant, entity, record_id) where outcome in ('parked', 'skipped');

-- Events that never became a change.
create table dead_letter (
    door     text        not null primary key,
    error_id text        not null,
    reason   text        not null,
    at       timestamptz not null default now()
);
