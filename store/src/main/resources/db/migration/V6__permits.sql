-- The calls that count in each short or long window of an account, by when they leave it. Times are microseconds since 1970.
create table permit_window (
    account      text     not null,
    length       bigint   not null, -- of the window, in microseconds
    limit_calls  bigint   not null, -- in any span of that length, as the process says that started last
    limit_since  bigint   not null, -- when that one started
    next_turn    bigint   not null, -- when the next call is due that keeps the pace
    leaves       bigint[] not null, -- when calls leave the window, in ascending order
    calls        bigint[] not null, -- how many do then
    primary key (account, length)
) with (fillfactor = 50);

drop table permit_bucket;
drop table window_count;
