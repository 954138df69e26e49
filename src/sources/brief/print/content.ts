import { priceKeys } from '../../../model/brief.ts';
import type { Brief, Objective } from '../../../model/brief.ts';
import type { Json, Sourced } from '../../../model/origin.ts';
import { formatNumber } from '../values/amount.ts';
import { formatAccess } from '../values/access.ts';
import { formatRate } from '../values/count.ts';
import { formatDuration } from '../values/duration.ts';
import { formatLatency } from '../values/latency.ts';
import { formatPeak, formatPercent } from '../values/ratio.ts';
import { formatBudget, formatPrice } from '../values/size.ts';
import { entitiesWritten } from './entities.ts';
import { fragmentWritten, workloadsWritten } from './fragment.ts';
import { given, givenAt, named, written } from './written.ts';

const seconds = ({ value }: { readonly value: number }): string => formatDuration(value);
const percent = ({ value }: { readonly value: number }): string => formatPercent(value);

/** What the user said, as a document of the brief language: everything that was given and nothing that was completed. */
export function briefContent(brief: Brief): Readonly<Record<string, Json>> {
  const { system, crowd, fragment } = brief;
  return written({
    brief: 1,
    system: written({
      id: system.id,
      name: system.name,
      domain: system.domain,
      stage: system.stage,
      about: system.about,
      users: crowd?.users?.value,
      think: givenAt(crowd?.think, 'system.think', seconds),
      peak: givenAt(crowd?.peak, 'system.peak', ({ value }) => formatPeak(value)),
    }),
    actors: named(
      fragment.actors,
      ({ name }) => name,
      ({ kind }) => kind,
    ),
    capabilities: capabilities(brief),
    entities: entitiesWritten(fragment, system.id),
    workloads: workloadsWritten(fragment),
    ...fragmentWritten(fragment, system.id),
    policies: policies(brief),
    slos: slos(brief.objectives),
    constraints: constraints(brief),
    decisions: brief.pins.map(({ topic, choose, because }) => ({ topic, choose, because })),
    open: brief.questions
      .filter(({ origin }) => origin.kind === 'given')
      .map(({ id, ask, affects, default: standard, effect, impact, answer }) =>
        written({ id, ask, affects, default: standard, effect, impact, answer }),
      ),
    accept: brief.contradictions.filter(({ accepted }) => accepted === true).map(({ id }) => id),
  });
}

function capabilities({ packs }: Brief): Readonly<Record<string, Json>> {
  return named(
    packs.filter(({ origin }) => origin.kind === 'given'),
    ({ id }) => id,
    ({ options }) => {
      const chosen = Object.entries(options).filter(([, { origin }]) => origin.kind === 'given');
      return chosen.length === 0
        ? null
        : Object.fromEntries(chosen.map(([name, { value }]): [string, Json] => [name, value]));
    },
  );
}

function policies({ policies: { residency, classes, erase, compliance, limits }, fragment }: Brief): Json {
  return written({
    access: fragment.access.map(formatAccess),
    data: written({
      residency: residency?.value,
      classes: named(
        classes,
        ({ class: name }) => name,
        ({ fields }) => (fields.length === 0 ? 'none' : fields),
      ),
      erase: given(erase, seconds),
    }),
    compliance: values(compliance),
    limits: named(
      limits,
      ({ role }) => role,
      ({ rate }) => formatRate(rate.value),
    ),
  });
}

const values = (list: readonly Sourced<string>[]): readonly string[] => list.map(({ value }) => value);

function slos(objectives: readonly Objective[]): Readonly<Record<string, Json>> {
  return written(
    named(
      objectives,
      ({ workload }) => workload,
      ({ latency, availability, rpo, rto, consistency, throughput }) =>
        written({
          latency: latency && given(latency.limit, ({ value }) => formatLatency(latency.percentile, value)),
          availability: given(availability, percent),
          rpo: given(rpo, seconds),
          rto: given(rto, seconds),
          consistency: consistency?.value,
          throughput: given(throughput, ({ value }) => formatRate(value)),
        }),
    ),
  );
}

function constraints({ constraints: said }: Brief): Json {
  return written({
    must: Object.fromEntries(Object.entries(said.must).map(([key, { value }]) => [key, value])),
    avoid: values(said.avoid),
    wishes: values(said.wishes),
    team: written({
      size: given(said.teamSize, ({ value }) => formatNumber(value)),
      oncall: said.oncall?.value,
    }),
    budget: given(said.budget, ({ value }) => formatBudget(value)),
    prices: prices(said.prices),
    deadline: said.deadline?.value,
  });
}

const prices = (said: Brief['constraints']['prices'] = {}) =>
  written(
    Object.fromEntries(priceKeys.flatMap((key) => [[key, given(said[key], (price) => formatPrice(price))]])),
  );
