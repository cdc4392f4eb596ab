-- What became of each accepted change. Its own revision's fate where it has one; else that of the first later revision, in whose stead it went.
create view change_outcome as
select c.*,
       case
           when c.verdict <> 'changed' then c.verdict
           else coalesce(own.outcome, case later.outcome when 'parked' then 'parked' when 'skipped' then 'skipped'
                                                         when null then null else 'superseded' end)
       end as outcome
from change c
left join lateral (
    select o.outcome from outcome o
    where (o.tenant, o.entity, o.record_id, o.revision) = (c.tenant, c.entity, c.record_id, c.revision)
    order by array_position(array ['parked', 'applied', 'skipped', 'unchanged', 'unrouted'], o.outcome)
    limit 1) own on c.verdict = 'changed'
left join lateral (
    select o.outcome from outcome o
    where (o.tenant, o.entity, o.record_id) = (c.tenant, c.entity, c.record_id) and o.revision > c.revision
    order by o.revision, array_position(array ['parked', 'applied', 'skipped', 'unchanged', 'unrouted'], o.outcome)
    limit 1) later on c.verdict = 'changed';
