-- Whether the build knows what is held, and dry runs. A build that does not writes held fields, and carries out a dry run as a real one.
alter table process add column guards boolean not null default false;

-- A view has the columns that its table had when it was made.
create or replace view live_process as
    select * from process where heartbeat_at > now() - interval '15 seconds';
