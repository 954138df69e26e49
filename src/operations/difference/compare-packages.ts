import type { Difference } from './difference.ts';
import type { PackageFacts, PackageFinding } from './package-facts.ts';

/** Everything but the documents of the API. */
export const packageDifferences = (old: PackageFacts, next: PackageFacts): readonly Difference[] => [
  ...gateDifferences(old, next),
  ...findingDifferences(old, next),
  ...claimDifferences(old, next),
  ...objectiveDifferences(old, next),
  ...costDifferences(old, next),
];

function gateDifferences(old: PackageFacts, next: PackageFacts): readonly Difference[] {
  const before = new Map(old.gates.map(({ gate, state }) => [gate, state]));
  return next.gates.flatMap(({ gate, state, because }): readonly Difference[] => {
    const was = before.get(gate);
    if (was === undefined || was === state) return [];
    const what = `The gate ${gate} is ${state} instead of ${was}: ${because.slice(0, 3).join('; ')}.`;
    if (state === 'open') return [{ kind: 'better', area: 'gate', subject: gate, what }];
    const severity = state === 'shut' ? ('blocker' as const) : ('warning' as const);
    return [{ kind: 'worse', area: 'gate', severity, subject: gate, what }];
  });
}

const rank = { blocker: 0, warning: 1, advice: 2 } as const;

function findingDifferences(old: PackageFacts, next: PackageFacts): readonly Difference[] {
  const [before, after] = [byName(old.findings), byName(next.findings)];
  const come = [...after.values()].flatMap((finding): readonly Difference[] => {
    const { name, severity, what } = finding;
    const was = before.get(name);
    if (was === undefined)
      return [{ kind: 'worse', area: 'finding', severity, subject: name, what: `New: ${what}` }];
    if (was.severity === severity) return [];
    const words = `It is a ${severity} and was a ${was.severity}.`;
    return rank[severity] < rank[was.severity]
      ? [{ kind: 'worse', area: 'finding', severity, subject: name, what: words }]
      : [{ kind: 'better', area: 'finding', subject: name, what: words }];
  });
  const gone = [...before.values()]
    .filter(({ name }) => !after.has(name))
    .map(({ name, severity }): Difference => ({
      kind: 'better',
      area: 'finding',
      subject: name,
      what: `Gone: it was a ${severity}.`,
    }));
  return [...come, ...gone];
}

const byName = (findings: readonly PackageFinding[]): ReadonlyMap<string, PackageFinding> =>
  new Map(findings.map((finding) => [finding.name, finding]));

/** Claims come and go with what they speak of; only one that is made in both can get better or worse. */
function claimDifferences(old: PackageFacts, next: PackageFacts): readonly Difference[] {
  const order = ['proved', 'undecided', 'refuted'];
  return [...next.claims].flatMap(([claim, verdict]): readonly Difference[] => {
    const was = old.claims.get(claim);
    if (was === undefined)
      return verdict === 'refuted'
        ? [
            {
              kind: 'worse',
              area: 'claim',
              severity: 'blocker',
              subject: claim,
              what: 'It is new, and refuted.',
            },
          ]
        : [];
    if (was === verdict) return [];
    const what = `It is ${verdict} and was ${was}.`;
    if (order.indexOf(verdict) < order.indexOf(was))
      return [{ kind: 'better', area: 'claim', subject: claim, what }];
    const severity = verdict === 'refuted' ? ('blocker' as const) : ('warning' as const);
    return [{ kind: 'worse', area: 'claim', severity, subject: claim, what }];
  });
}

type Objective = PackageFacts['objectives'][number];

/** What is promised, and whether more is better. */
const promises: readonly {
  readonly name: string;
  readonly of: (objective: Objective) => number | undefined;
  readonly isMoreBetter: boolean;
}[] = [
  { name: 'latency (ms)', of: ({ latency }) => inMs(latency?.limit), isMoreBetter: false },
  { name: 'availability', of: ({ availability }) => availability?.value, isMoreBetter: true },
  { name: 'lost data (s)', of: ({ rpo }) => rpo?.value, isMoreBetter: false },
  { name: 'time to be back (s)', of: ({ rto }) => rto?.value, isMoreBetter: false },
];

const inMs = (limit: { readonly value: number; readonly unit: string } | undefined): number | undefined =>
  limit === undefined ? undefined : limit.unit === 's' ? limit.value * 1000 : limit.value;

function objectiveDifferences(old: PackageFacts, next: PackageFacts): readonly Difference[] {
  const before = new Map(old.objectives.map((objective) => [objective.id, objective]));
  return next.objectives.flatMap((objective) =>
    promises.flatMap(({ name, of, isMoreBetter }): readonly Difference[] => {
      const was = before.get(objective.id);
      const [from, to] = [was === undefined ? undefined : of(was), of(objective)];
      if (from === undefined || to === undefined || from === to) return [];
      const subject = `${objective.id}: ${name}`;
      const what = `${to} instead of ${from}.`;
      return to > from === isMoreBetter
        ? [{ kind: 'better', area: 'objective', subject, what }]
        : [{ kind: 'worse', area: 'objective', severity: 'warning', subject, what }];
    }),
  );
}

function costDifferences(old: PackageFacts, next: PackageFacts): readonly Difference[] {
  if (old.cost === undefined || next.cost === undefined) return [];
  const [from, to] = [Math.round(old.cost), Math.round(next.cost)];
  if (from === to) return [];
  const what = `${to} EUR a month instead of ${from}.`;
  return to > from
    ? [{ kind: 'worse', area: 'cost', severity: 'advice', subject: 'machines', what }]
    : [{ kind: 'better', area: 'cost', subject: 'machines', what }];
}
