-- By which values a record is recognised where a system that is read shows a row that carries no record id of ours. Of living records only,
-- and of values it has hashes alone.

create table match_key (
    tenant    text collate "C" not null,
    entity    text collate "C" not null,
    name      text collate "C" not null, -- the record's field, as the rules name it under match
    hash      text collate "C" not null,
    record_id text collate "C" not null,
    primary key (tenant, entity, name, hash, record_id)
);

create index match_key_of on match_key (tenant, entity, record_id);
