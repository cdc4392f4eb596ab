-- Jobs in which systems carry out many writes, from before they begin until they are known to be over. One that is left here could write older
-- content over newer, so it is ended before its rows are sent again.
create table bulk_job (
    system     text collate "C" not null,
    job        text collate "C" not null, -- the system's id
    owner      text             not null, -- of the leases of its rows
    held_until timestamptz      not null, -- until then only the owner may end it: all its rows are leased
    primary key (system, job)
);

-- What has been decided is removed after some time.
create index before_image_loser_at on before_image_loser (at);
create index conflict_closed on conflict (closed_at) where closed_at is not null;
