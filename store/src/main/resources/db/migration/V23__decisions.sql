-- What people decide about conflicts, and rows that they keep apart from all records.

alter table conflict add reason text; -- why it was decided so; null for none

-- The records that the row of an ambiguous conflict may be are in `ours`.
create index conflict_ambiguous on conflict using gin (ours jsonb_path_ops) where closed_at is null and kind = 'ambiguous';

alter table counterpart add apart boolean not null default false; -- nobody's, because a person has unlinked it: it is not matched again
