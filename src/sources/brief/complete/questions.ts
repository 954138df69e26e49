import type { Objective, Pack, Question, Workload } from '../../../model/brief.ts';
import type { Json, Origin, Quantity } from '../../../model/origin.ts';
import type { AppliedPack } from '../pack/instantiate.ts';
import type { Said } from '../said.ts';
import { jsonText } from '../tree.ts';
import { plain, tidy } from '../values/amount.ts';
import { assumedObjective } from '../../../model/assumed-objective.ts';
import { grouped, meanRate, rateInWords } from './users.ts';
import type { Population } from './users.ts';

/** What decides which questions are open. */
export interface Known {
  readonly said: Said;
  readonly packs: readonly AppliedPack[];
  readonly main: Population;
  readonly workloads: readonly Workload[];
}

/** The open questions: those the user wrote down, then what is missing, then what packs ask. An answer in the brief removes its question. */
export function openQuestions(known: Known): readonly Question[] {
  const missing = [
    ...aboutUse(known),
    ...aboutObjectives(known.said.objectives),
    ...aboutFrame(known.said),
    ...aboutOptions(known.packs),
  ];
  const taken = new Set(known.said.questions.flatMap(({ id, ask }) => [id, ask]));
  return [...known.said.questions, ...missing.filter(({ id, ask }) => !taken.has(id) && !taken.has(ask))];
}

interface Draft {
  readonly id: string;
  readonly ask: string;
  readonly affects: readonly string[];
  readonly default: string;
  readonly effect: string;
  readonly impact: Question['impact'];
  readonly answer: string;
  readonly because: string;
}

const question = ({ because, ...draft }: Draft): Question => ({
  ...draft,
  origin: { kind: 'assumed', because },
});

function aboutUse({ said, main, workloads }: Known): readonly Question[] {
  const named = said.crowd.users ?? said.workloads.find(({ users }) => users !== undefined)?.users;
  const holder = said.workloads.find(({ users }) => users !== undefined)?.path ?? 'system';
  const users = main.users;
  return [
    ...(said.asked.length === 0 && said.fragment.entities.length === 0 ? [question(noCapability)] : []),
    ...(named === undefined ? [question(howManyUsers(main))] : []),
    ...(named === undefined || named.basis === 'concurrent'
      ? []
      : [question(howManyAtOnce(users, named.basis, holder))]),
    ...(main.think.origin.kind === 'assumed' && workloads.some(({ share }) => share !== undefined)
      ? [question(thinkTime(main, holder))]
      : []),
    ...(named?.basis === 'concurrent' && main.peak.value > 1
      ? [question(peakOfConcurrent(main, holder))]
      : []),
  ];
}

const noCapability: Draft = {
  id: 'capabilities',
  ask: 'What must the backend do?',
  affects: ['architecture', 'database', 'api'],
  default: 'nothing',
  effect: 'There are no entities and no operations to design.',
  impact: 'high',
  answer: 'capabilities',
  because: 'Neither a capability nor an entity was named.',
};

const howManyUsers = (main: Population): Draft => ({
  id: 'users',
  ask: 'How many users are there at once at the busiest time?',
  affects: ['load', 'architecture', 'cost'],
  default: `${grouped(main.users.value)} at once`,
  effect: `${rateInWords(main)}; every tier is sized for that.`,
  impact: 'high',
  answer: 'system.users',
  because: 'No number of users was given.',
});

const howManyAtOnce = (users: Quantity, basis: string, holder: string): Draft => ({
  id: 'concurrent-users',
  ask: `How many of the ${basis} users are there at once at the busiest time?`,
  affects: ['load', 'architecture', 'cost'],
  default: `${grouped(users.value)} on average over a day (${grouped(users.low ?? users.value)} to ${grouped(users.high ?? users.value)})`,
  effect: 'Load, instances and cost grow in proportion.',
  impact: 'high',
  answer: `${holder}.users`,
  because: `${basis} users say nothing of how many come at once.`,
});

function thinkTime(main: Population, holder: string): Draft {
  const at = (seconds: number): string =>
    grouped(meanRate({ users: main.users, think: { ...main.think, value: seconds } }));
  return {
    id: 'think-time',
    ask: 'How many seconds pass between two requests of one user?',
    affects: ['load', 'architecture', 'cost'],
    default: `${plain(main.think.value)} s`,
    effect: `${rateInWords(main)}; at 5 s it would be ${at(5)}/s, at 60 s ${at(60)}/s.`,
    impact: 'high',
    answer: `${holder}.think`,
    because: 'No think time was given.',
  };
}

const peakOfConcurrent = (main: Population, holder: string): Draft => ({
  id: 'peak-of-concurrent-users',
  ask: `Are ${grouped(main.users.value)} users at once already the peak, or does the peak reach ${plain(main.peak.value)} times as many?`,
  affects: ['load', 'architecture', 'cost'],
  default: `${plain(main.peak.value)} times as many`,
  effect: `${grouped(tidy(meanRate(main) * main.peak.value))} requests/s at peak instead of ${grouped(meanRate(main))}.`,
  impact: 'high',
  answer: `${holder}.peak`,
  because: 'Users at once are a peak figure; a peak factor on top of it may count the peak twice.',
});

function aboutObjectives(objectives: readonly Objective[]): readonly Question[] {
  const asked = (key: 'latency' | 'availability' | 'rpo' | 'rto'): boolean =>
    objectives.some((objective) => objective[key] !== undefined);
  const { latency, availability, rpo, rto } = assumedObjective;
  const drafts: readonly (Draft | undefined)[] = [
    asked('latency')
      ? undefined
      : {
          id: 'latency',
          ask: 'How fast must an answer be, and for which part of the requests?',
          affects: ['load', 'architecture', 'caching'],
          default: `p${latency?.percentile ?? 95} < ${latency?.limit.value ?? 500} ms`,
          effect: 'A tighter limit needs lower utilisation: more instances, a cache or a replica.',
          impact: 'high',
          answer: 'slos.*.latency',
          because: 'No latency was asked for.',
        },
    asked('availability')
      ? undefined
      : {
          id: 'availability',
          ask: 'For which part of the month must it work?',
          affects: ['architecture', 'deployment', 'cost'],
          default: `${plain(tidy((availability?.value ?? 0.995) * 100))} % (3.6 h without service in 30 days)`,
          effect:
            '99.9 % (43 min) needs a standby database and two instances of each tier; 99.99 % (4.3 min) automatic failover across zones.',
          impact: 'high',
          answer: 'slos.*.availability',
          because: 'No availability was asked for.',
        },
    asked('rpo') && asked('rto')
      ? undefined
      : {
          id: 'recovery',
          ask: 'How much data may a disaster cost, and how soon must service be back?',
          affects: ['database', 'deployment', 'cost'],
          default: `${plain((rpo?.value ?? 300) / 60)} min of data, back within ${plain((rto?.value ?? 3600) / 3600)} h`,
          effect: 'No loss at all needs a synchronous replica, and each write waits for it.',
          impact: 'medium',
          answer: 'slos.*.rpo and slos.*.rto',
          because: 'RPO and RTO were not both given.',
        },
  ];
  return drafts.flatMap((draft) => (draft === undefined ? [] : [question(draft)]));
}

function aboutFrame({ policies, constraints }: Said): readonly Question[] {
  const drafts: readonly (Draft | undefined)[] = [
    policies.residency !== undefined
      ? undefined
      : {
          id: 'residency',
          ask: 'In which region must the data stay?',
          affects: ['security', 'deployment'],
          default: 'anywhere',
          effect: 'One region is planned; a rule of residency restricts providers, backups and logs.',
          impact: 'medium',
          answer: 'policies.data.residency',
          because: 'No region was named.',
        },
    constraints.teamSize !== undefined
      ? undefined
      : {
          id: 'team-size',
          ask: 'How many people will build and run it?',
          affects: ['architecture', 'plan'],
          default: 'a small team (up to 8)',
          effect: 'One deployable unit is preferred; services of their own need a team each.',
          impact: 'medium',
          answer: 'constraints.team.size',
          because: 'No team was named.',
        },
    constraints.must['hosting'] !== undefined
      ? undefined
      : {
          id: 'hosting',
          ask: 'Where will it run?',
          affects: ['deployment', 'cost'],
          default: 'containers on any provider',
          effect: 'Nothing of one provider is used; sizes are told in vCPU and memory.',
          impact: 'low',
          answer: 'constraints.must.hosting',
          because: 'No hosting was named.',
        },
    constraints.budget !== undefined
      ? undefined
      : {
          id: 'budget',
          ask: 'What may it cost a month to run?',
          affects: ['architecture', 'cost'],
          default: 'no limit',
          effect: 'Cost is shown and excludes no option.',
          impact: 'low',
          answer: 'constraints.budget',
          because: 'No budget was given.',
        },
  ];
  return drafts.flatMap((draft) => (draft === undefined ? [] : [question(draft)]));
}

function aboutOptions(packs: readonly AppliedPack[]): readonly Question[] {
  return packs.flatMap(({ pack, source }) =>
    source.options
      .filter((spec) => spec.ask !== undefined && pack.options[spec.name]?.origin.kind !== 'given')
      .map((spec) => ({
        id: `${pack.id}.${spec.name}`,
        ask: spec.ask ?? '',
        affects: [pack.id],
        default: inWords(spec.default),
        effect: spec.effect ?? spec.about,
        impact: spec.impact ?? 'medium',
        answer: `capabilities.${pack.id}.${spec.name}`,
        origin: optionOrigin(pack, spec.name),
      })),
  );
}

const optionOrigin = (pack: Pack, name: string): Origin =>
  pack.options[name]?.origin ?? { kind: 'default', pack: pack.id, version: pack.version };

function inWords(value: Json): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return value === null ? 'none' : jsonText(value);
}
