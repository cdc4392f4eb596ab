-- Lists of what gave up, in the order of their keys: a page reads only its own rows, however many others there are.
create index delivery_gave_up on delivery (tenant, state, entity, record_id, system) where state in ('parked', 'skipped');

-- No list is in the order of this one, so that the index above serves in its stead.
drop index delivery_parked;
