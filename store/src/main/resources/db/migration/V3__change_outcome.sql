-- What became of each accepted change; null while it is not known at every system where it was due.
-- At each system, the first fate of its own revision or of a later one that is not parked, if there is one; later than its own is superseded.
create view change_outcome as
select c.*, case when c.verdict <> 'changed' then c.verdict else fate.outcome end as outcome
from change c
left join lateral (
    select case
               when bool_or(own and system = '-') and not bool_or(own and system <> '-') then 'unrouted'
               when bool_or(outcome = 'parked') then 'parked'
               when bool_or(outcome = 'applied') then 'applied'
               when bool_or(outcome = 'skipped') then 'skipped'
               when bool_or(outcome = 'superseded') then 'superseded'
               when bool_or(outcome = 'unchanged') then 'unchanged'
               when bool_or(outcome = 'unrouted') then 'unrouted'
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
