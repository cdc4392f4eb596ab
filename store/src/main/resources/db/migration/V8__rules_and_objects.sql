-- By which rules a record was routed, and what a delivery needs that outlives the rules it was made by. Null where an older build wrote the row.
alter table image add column routed_by text; -- the fingerprint of the rule set that routed routed_revision
alter table delivery add column object text; -- the vendor's name of the object that holds the record, so that it can be deleted there
alter table delivery add column may_pass boolean; -- of a parked delivery: whether its cause may pass by itself
