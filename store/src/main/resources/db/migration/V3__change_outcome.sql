-- What became of each accepted change; null while it is not known at every system where it was due.
-- At each system: the first fate of its own revision or of a later one that is not parked, if there is one. A later one's means superseded.
create view change_outcome as
select c.*, case when c.verdict <> 'changed' then c.verdict else fate.outcome end as outcome
from change c
left join lateral (
    select case
               when bool_or(own and system = '-') and not bool_or(own and system <> '-') then 'unrouted'
               when bool_or(outcome = 'parked') then 'parked'
               when bool_or(outcome = 'applied') then 'applied'
               when bool_or(outcome = 'skipped') then 'skipped'
               when bool_or(outcome = 'unchanged') then 'unchanged'
               when bool_or(outcome = 'unrouted') then 'unrouted'
               when bool_or(outcome = 'superseded') then 'superseded'
           end as outcome
    from (select distinct on (o.system)
                 o.system,
                 o.revision = c.revision as own,
                 case when o.revision = c.revision or o.outcome in ('parked', 'skipped') then o.outcome
                      else 'superseded' end as outcome
          from outcome o
          where (o.tenant, o.entity, o.record_id) = (c.tenant, c.entity, c.record_id) and o.revision >= c.revision
          order by o.system, o.outcome = 'parked', o.revision) as by_system
) as fate on c.verdict = 'changed'
    and not exists (
        select from image i
        where (i.tenant, i.entity, i.record_id) = (c.tenant, c.entity, c.record_id) and i.routed_revision < c.revision)
    and not exists (
        select from delivery d
        where (d.tenant, d.entity, d.record_id) = (c.tenant, c.entity, c.record_id)
          and d.settled_revision < least(d.due_revision, c.revision));

-- The same for counting all of them: records whose deliveries are all settled, and none of which was ever parked, need no look at each change.
create view counted_change as
with busy as (
    select tenant, entity, record_id from image where routed_revision < revision
    union
    select tenant, entity, record_id from delivery where settled_revision < due_revision
    union
    select tenant, entity, record_id from outcome where outcome in ('parked', 'skipped')),
own as (
    select tenant, entity, record_id, revision,
           case when bool_or(outcome = 'applied') then 'applied' when bool_or(outcome = 'unchanged') then 'unchanged' else 'unrouted' end
               as outcome
    from outcome
    group by tenant, entity, record_id, revision)
select case when c.verdict <> 'changed' then c.verdict else coalesce(own.outcome, 'superseded') end as outcome
from change c
left join own using (tenant, entity, record_id, revision)
where not exists (
    select from busy b where (b.tenant, b.entity, b.record_id) = (c.tenant, c.entity, c.record_id))
union all
select c.outcome from change_outcome c join busy using (tenant, entity, record_id);
