-- A record that is routed again by other rules gets a revision that no event brought. What becomes of it belongs to the change before it.
create table routed_again (
    tenant      text collate "C" not null,
    entity      text collate "C" not null,
    record_id   text collate "C" not null,
    revision    bigint not null,
    of_revision bigint not null, -- of the change whose fate it shares
    primary key (tenant, entity, record_id, revision)
);

drop view outcome_count;
drop view change_outcome;

-- What became of each accepted change; null while it is not known at every system where it was due.
-- At each system: the best fate of the revisions of its own, else the first of a later one, that is not parked, if there is one. A later one's
-- means superseded.
create view change_outcome as
select c.*, case when c.verdict <> 'changed' then c.verdict else fate.outcome end as outcome
from change c
left join lateral (
    select case
               when bool_or(behind) then null
               when bool_or(own and system = '-') and not bool_or(own and system <> '-') then 'unrouted'
               when bool_or(outcome = 'parked') then 'parked'
               when bool_or(outcome = 'applied') then 'applied'
               when bool_or(outcome = 'skipped') then 'skipped'
               when bool_or(outcome = 'unchanged') then 'unchanged'
               when bool_or(outcome = 'unrouted') then 'unrouted'
               when bool_or(outcome = 'superseded') then 'superseded'
           end as outcome
    from (select system, behind, own,
                 case when revision is null then parked.outcome
                      when own or final.outcome = 'skipped' then final.outcome
                      else 'superseded' end as outcome
          from (select d.system, d.settled_revision < least(d.due_revision, c.revision) as behind
                from delivery d
                where (d.tenant, d.entity, d.record_id) = (c.tenant, c.entity, c.record_id)
                union all
                select '-', i.routed_revision < c.revision
                from image i
                where (i.tenant, i.entity, i.record_id) = (c.tenant, c.entity, c.record_id)) as places
          left join lateral (
              select o.revision, o.outcome, coalesce(a.of_revision, o.revision) = c.revision as own
              from outcome o left join routed_again a using (tenant, entity, record_id, revision)
              where (o.tenant, o.entity, o.record_id, o.system) = (c.tenant, c.entity, c.record_id, places.system)
                and o.revision >= c.revision and o.outcome <> 'parked'
              order by coalesce(a.of_revision, o.revision) <> c.revision,
                       case when coalesce(a.of_revision, o.revision) <> c.revision then o.revision end,
                       array_position(array['applied', 'skipped', 'unchanged', 'unrouted'], o.outcome) limit 1) as final on true
          left join lateral (
              select o.outcome from outcome o
              where (o.tenant, o.entity, o.record_id, o.system) = (c.tenant, c.entity, c.record_id, places.system)
                and o.revision >= c.revision
              order by o.revision limit 1) as parked on final.revision is null) as by_system
) as fate on c.verdict = 'changed';

-- The same, counted. Records of which all is settled and nothing was ever parked or skipped need no look at each change: each change of theirs
-- that has a revision with an outcome counts with that outcome, and all other changes of theirs are superseded.
create view outcome_count as
with busy as (
    select tenant, entity, record_id from image where routed_revision < revision
    union
    select tenant, entity, record_id from delivery where settled_revision < due_revision
    union
    select tenant, entity, record_id from outcome where outcome in ('parked', 'skipped')),
calm_change as (
    select verdict, count(*) as changes
    from change c
    where not exists (select from busy b where (b.tenant, b.entity, b.record_id) = (c.tenant, c.entity, c.record_id))
    group by verdict),
calm_revision as (
    select tenant, entity, record_id, o.outcome, coalesce(a.of_revision, revision) as revision
    from outcome o left join routed_again a using (tenant, entity, record_id, revision)
    where revision > 0
      and not exists (select from busy b where (b.tenant, b.entity, b.record_id) = (o.tenant, o.entity, o.record_id))),
calm_fate as (
    select case when bool_or(outcome = 'applied') then 'applied' when bool_or(outcome = 'unchanged') then 'unchanged'
                else 'unrouted' end as outcome
    from calm_revision
    group by tenant, entity, record_id, revision)
select outcome, count(*) as changes from calm_fate group by outcome
union all
select 'superseded', coalesce(sum(changes), 0) - (select count(*) from calm_fate) from calm_change where verdict = 'changed'
union all
select verdict, changes from calm_change where verdict <> 'changed'
union all
select coalesce(outcome, 'pending'), count(*) from change_outcome join busy using (tenant, entity, record_id) group by 1;
