-- Finds what other rules have routed without reading all records. Null, of an older build, is not looked for.
create index image_routed_by on image (routed_by) where routed_by is not null;
