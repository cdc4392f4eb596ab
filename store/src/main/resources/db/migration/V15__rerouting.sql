-- The index made each update of a record dearer, to find what is looked for only after a change of the rules. Then the records are read
-- once in the order of their keys instead. A process of the build before, which still uses the index, is only slower without it.
drop index image_routed_by;

-- How far the records have been looked through for those that other rules have routed.
create table rerouting (
    rules     text primary key,        -- the fingerprint of the rules that all live processes use
    tenant    text collate "C" not null default '', -- the key of the last record that was looked at
    entity    text collate "C" not null default '',
    record_id text collate "C" not null default '',
    done      boolean not null default false -- until a process with other rules starts
);
