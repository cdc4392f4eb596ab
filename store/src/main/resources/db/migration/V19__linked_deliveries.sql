-- A reader may have linked or made a record at a system that was never given anything of it. Without this mark its delete would not go there.
alter table delivery add linked boolean not null default false; -- a living counterpart of the record exists here

-- The deliveries that wait until a person has decided a conflict. Those that are parked have an index already.
create index delivery_in_conflict on delivery (tenant, entity, record_id, system) where state = 'conflict';
