import type { Contradiction, Objective, Pin, Unread, Workload } from '../../../model/brief.ts';
import type { Origin, Quantity, Sourced } from '../../../model/origin.ts';
import type { Said } from '../said.ts';
import { plain, tidy } from '../values/amount.ts';
import { secondsPer } from '../values/duration.ts';
import { formatVolume } from '../values/count.ts';
import { formatPercent } from '../values/ratio.ts';
import { grouped } from './users.ts';
import { objectivesApart } from './objectives-apart.ts';
import type { World } from './world.ts';

/** What the checks look at: the statements of the user, with what packs and defaults made of them. */
export interface Statements {
  readonly said: Said;
  readonly workloads: readonly Workload[];
  readonly world: World;
}

/** Statements of the user that cannot all hold. A default never contradicts: it gives way. */
export function contradictions(statements: Statements): readonly Contradiction[] {
  return [
    ...growthAgainstRate(statements),
    ...wantedAndAvoided(statements.said),
    ...pinsApart(statements.said),
    ...strongButStale(statements),
    ...recoveryAgainstAvailability(statements.said.objectives),
    ...objectivesApart(statements.said.objectives, statements.workloads),
    ...classifiedNone(statements),
  ];
}

/**
 * A day's mean lies at most about ten times below the busiest moment; beyond that, users × share and growth a year
 * tell of two different systems. A growth above the peak rate all year round is impossible outright.
 */
const peakToYearMean = 10;

function growthAgainstRate({ workloads, world }: Statements): readonly Contradiction[] {
  return workloads.flatMap((workload) => {
    const entity = workload.operation.startsWith('create ')
      ? world.entities.get(workload.operation.slice('create '.length))
      : undefined;
    const growth = entity?.growthPerYear;
    const { users, think, share, peak } = workload;
    if (
      entity === undefined ||
      growth === undefined ||
      users === undefined ||
      think === undefined ||
      share === undefined
    )
      return [];
    if (![growth, users, share].every(isSaid)) return [];
    const total = users.value / think.value;
    const rate = tidy(total * share.value);
    const yearly = tidy(growth.value / secondsPer.year);
    const top = rate * (peak?.value ?? 1);
    if (yearly <= top && rate <= yearly * peakToYearMean) return [];
    const sum = `${grouped(users.value)} users / ${plain(think.value)} s × ${formatPercent(share.value)} = ${grouped(rate)}/s`;
    return [
      {
        id: `growth-${workload.id}`,
        what: `${formatVolume(growth)} of ${entity.name} are ${grouped(yearly)}/s on average, but ${workload.id} creates ${grouped(rate)}/s.`,
        why: `${sum}; ${grouped(growth.value)} a year / ${grouped(secondsPer.year)} s = ${grouped(yearly)}/s. ${apart(rate, yearly, top)} Users at once are a peak figure and no 24-hour mean, but a peak lies seldom more than ${peakToYearMean} times above the mean of a year.`,
        ask: `Which holds: ${formatVolume(growth)} of ${entity.name}, or ${formatPercent(share.value)} of ${grouped(total)} requests/s? At ${grouped(rate)}/s all year it would be ${grouped(rate * secondsPer.year)} rows.`,
        between: [growth.origin, share.origin, users.origin],
      },
    ];
  });
}

/** Nobody, or nothing a year, is no factor of anything. */
function apart(rate: number, yearly: number, top: number): string {
  const ratio = rate > yearly ? rate / yearly : yearly / top;
  return Number.isFinite(ratio) ? `That is a factor of ${grouped(ratio)}.` : 'One of the two is nothing.';
}

const isSaid = (value: Quantity): boolean =>
  value.origin.kind === 'given' || (value.origin.kind === 'derived' && value.unit === 'users');

function wantedAndAvoided({ constraints, pins }: Said): readonly Contradiction[] {
  const wanted: readonly { readonly what: string; readonly value: string; readonly origin: Origin }[] = [
    ...Object.entries(constraints.must).map(([key, { value, origin }]) => ({
      what: `must.${key}`,
      value,
      origin,
    })),
    ...pins.map(({ topic, choose, origin }) => ({ what: `the decision on ${topic}`, value: choose, origin })),
    ...constraints.wishes.map(({ value, origin }) => ({ what: 'a wish', value, origin })),
  ];
  return wanted.flatMap(({ what, value, origin }) =>
    constraints.avoid
      .filter((avoided) => avoided.value === value.toLowerCase())
      .map((avoided) => ({
        id: `avoid-${value.toLowerCase()}`,
        what: `${value} is both asked for and to be avoided.`,
        why: `It stands in ${what} and in avoid.`,
        ask: `Shall ${value} be used or not?`,
        between: [origin, avoided.origin],
      })),
  );
}

function pinsApart({ pins, constraints }: Said): readonly Contradiction[] {
  const apart = (topic: string, first: Sourced<string>, second: Sourced<string>): Contradiction => ({
    id: `pins-${topic}`,
    what: `${topic} is fixed twice: ${first.value} and ${second.value}.`,
    why: 'A decision has one outcome.',
    ask: `Which of the two holds for ${topic}?`,
    between: [first.origin, second.origin],
  });
  const chosen = ({ choose, origin }: Pin): Sourced<string> => ({ value: choose, origin });
  return pins.flatMap((pin, index) => {
    const earlier = pins
      .slice(0, index)
      .find(({ topic, choose }) => topic === pin.topic && choose !== pin.choose);
    const must = constraints.must[pin.topic];
    return [
      ...(earlier === undefined ? [] : [apart(pin.topic, chosen(earlier), chosen(pin))]),
      ...(must === undefined || must.value === pin.choose.toLowerCase()
        ? []
        : [apart(pin.topic, must, chosen(pin))]),
    ];
  });
}

function strongButStale({ said, workloads }: Statements): readonly Contradiction[] {
  return said.objectives.flatMap(({ workload: id, consistency }) => {
    const stale = workloads.find((workload) => workload.id === id)?.staleness;
    if (consistency?.value !== 'strong' || stale === undefined || stale.value === 0) return [];
    return [
      {
        id: `consistency-${id}`,
        what: `${id} asks for strong consistency and accepts data that is ${plain(stale.value)} s old.`,
        why: 'A read that may be stale is not strongly consistent.',
        ask: `May ${id} show old data or not?`,
        between: [consistency.origin, stale.origin],
      },
    ];
  });
}

/** Thirty days, over which availability counts. */
const window = 30 * secondsPer.d;

function recoveryAgainstAvailability(objectives: readonly Objective[]): readonly Contradiction[] {
  return objectives.flatMap(({ id, availability, rto }) => {
    const allowed = availability === undefined ? Infinity : tidy((1 - availability.value) * window);
    if (availability === undefined || rto === undefined || rto.value <= allowed) return [];
    return [
      {
        id: `recovery-${id}`,
        what: `One recovery of ${plain(tidy(rto.value / 60))} min uses up more than the availability of ${formatPercent(availability.value)} allows.`,
        why: `${formatPercent(availability.value)} of 30 days leaves ${grouped(allowed / 60)} min without service; the time to recover alone is ${plain(tidy(rto.value / 60))} min.`,
        ask: `Shall ${id} recover faster, or is the availability lower?`,
        between: [availability.origin, rto.origin],
      },
    ];
  });
}

function classifiedNone({ said, world }: Statements): readonly Contradiction[] {
  const fields = [...world.fields].flatMap(([entity, names]) =>
    [...names.values()].map((field) => ({ entity, field })),
  );
  return said.policies.classes
    .filter((policy) => policy.fields.length === 0)
    .flatMap((policy) =>
      fields.flatMap(({ entity, field }) => {
        if (field?.dataClass !== policy.class) return [];
        return [
          {
            id: `class-${policy.class}-${entity}-${field.name}`,
            what: `The brief says it holds no ${policy.class} data, but ${entity}.${field.name} is such a field.`,
            why: `policies.data.classes.${policy.class} is none.`,
            ask: `Is ${entity}.${field.name} needed, and is it ${policy.class} data?`,
            between: [policy.origin, field.origin],
          },
        ];
      }),
    );
}

/** Contradictions the user has seen and keeps (`accept:`); an id that fits none is told. */
export function acceptedContradictions(
  found: readonly Contradiction[],
  accepted: readonly string[],
): { readonly accepted: readonly Contradiction[]; readonly unread: readonly Unread[] } {
  const ids = found.map(({ id }) => id);
  return {
    accepted: found.map((one) => (accepted.includes(one.id) ? { ...one, accepted: true } : one)),
    unread: accepted
      .filter((id) => !ids.includes(id))
      .map((id) => ({
        text: `accept: ${id}`,
        why: 'No contradiction of this name was found; the line can go.',
      })),
  };
}
