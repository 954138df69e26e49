import type { Workload } from '../../../model/brief.ts';
import { derived } from '../../../model/origin.ts';
import type { Quantity } from '../../../model/origin.ts';
import type { SaidWorkload } from '../fragment/workloads.ts';
import { report } from '../reading.ts';
import type { Reading } from '../reading.ts';
import type { Crowd } from '../said.ts';
import { tidy } from '../values/amount.ts';
import { formatPercent } from '../values/ratio.ts';
import { population } from './users.ts';
import type { Population } from './users.ts';

export interface Workloads {
  /** Complete: each has either users, think, share and peak, or every. */
  readonly workloads: readonly Workload[];
  /** The users of the system as a whole. */
  readonly main: Population;
}

/**
 * The workloads in force. A brief that gives some is taken at its word for what people do; the batches that the
 * system itself runs (`machines` are its actors) stay, because the packs do not work without them. A brief that gives
 * none gets those of its packs, their shares brought to 100 % in proportion.
 */
export function effectiveWorkloads(
  said: readonly SaidWorkload[],
  offered: readonly SaidWorkload[],
  machines: ReadonlySet<string>,
  crowd: Crowd,
  reading: Reading,
): Workloads {
  if (said.length === 0) {
    const main = population(crowd);
    return { workloads: packWorkloads(offered, main), main };
  }
  const groups = populations(said, crowd);
  const workloads = said.map((one) => {
    if (one.workload.every !== undefined) return one.workload;
    const group = groups.find(({ members }) => members.includes(one));
    return {
      ...one.workload,
      ...(group?.population ?? population(crowd)),
      ...own(one),
      ...share(one, group?.members ?? []),
    };
  });
  for (const { members } of groups) checkShares(members, reading);
  return {
    workloads: [...workloads, ...background(said, offered, machines)],
    main: groups[0]?.population ?? population(crowd),
  };
}

function background(
  said: readonly SaidWorkload[],
  offered: readonly SaidWorkload[],
  machines: ReadonlySet<string>,
): readonly Workload[] {
  const stated = new Set(said.flatMap(({ workload }) => [workload.id, workload.operation]));
  return offered
    .map(({ workload }) => workload)
    .filter(({ id, operation }) => !stated.has(id) && !stated.has(operation))
    .filter(({ every, actor }) => every !== undefined && machines.has(actor));
}

const own = ({ workload }: SaidWorkload): Pick<Workload, 'think' | 'peak'> => ({
  ...(workload.think === undefined ? {} : { think: workload.think }),
  ...(workload.peak === undefined ? {} : { peak: workload.peak }),
});

interface Group {
  readonly members: readonly SaidWorkload[];
  readonly population: Population;
}

/**
 * Workloads divide the requests of one group of users. The first that gives users (or the system itself) speaks for
 * all; another actor whose workload gives users of its own is a second group.
 */
function populations(said: readonly SaidWorkload[], crowd: Crowd): readonly Group[] {
  const interactive = said.filter(({ workload }) => workload.every === undefined);
  const leaders = interactive.filter(({ users }) => users !== undefined);
  const first = crowd.users === undefined ? leaders[0]?.workload.actor : undefined;
  const actors = [...new Set(leaders.map(({ workload }) => workload.actor))].filter(
    (actor) => actor !== first,
  );
  const main = interactive.filter(({ workload }) => !actors.includes(workload.actor));
  const groups = [
    { members: main, crowd: { ...crowdOf(main), ...crowd } },
    ...actors.map((actor) => {
      const members = interactive.filter(({ workload }) => workload.actor === actor);
      return { members, crowd: crowdOf(members) };
    }),
  ];
  return groups
    .filter(({ members }) => members.length > 0)
    .map(({ members, crowd: what }) => ({ members, population: population(what) }));
}

/** What the workload that names the users says of them; think time and peak may stand on any one workload. */
function crowdOf(members: readonly SaidWorkload[]): Crowd {
  const leader = members.find(({ users }) => users !== undefined);
  const think =
    leader?.workload.think ?? members.find(({ workload }) => workload.think !== undefined)?.workload.think;
  const peak =
    leader?.workload.peak ?? members.find(({ workload }) => workload.peak !== undefined)?.workload.peak;
  return {
    ...(leader?.users === undefined ? {} : { users: leader.users }),
    ...(think === undefined ? {} : { think }),
    ...(peak === undefined ? {} : { peak }),
  };
}

/** A single workload without a share takes what the others leave. */
function share(one: SaidWorkload, members: readonly SaidWorkload[]): { readonly share: Quantity } {
  if (one.workload.share !== undefined) return { share: one.workload.share };
  const others = members.filter((member) => member !== one);
  const rest = tidy(1 - sumOf(others));
  return {
    share: derived(rest, 'ratio', 'share left by the other workloads', [
      `100 % - ${formatPercent(sumOf(others))}`,
    ]),
  };
}

const sumOf = (members: readonly SaidWorkload[]): number =>
  tidy(members.reduce((sum, { workload }) => sum + (workload.share?.value ?? 0), 0));

/** Rounded shares may miss 100 % by one point. */
function checkShares(members: readonly SaidWorkload[], reading: Reading): void {
  const open = members.filter(({ workload }) => workload.share === undefined);
  const sum = sumOf(members);
  const good = open.length === 0 ? Math.abs(sum - 1) <= 0.01 : open.length === 1 && sum < 1;
  if (good) return;
  const first = members[0]?.path ?? 'workloads';
  const terms = members.map(
    ({ workload }) =>
      `${workload.id} ${workload.share === undefined ? 'no share' : formatPercent(workload.share.value)}`,
  );
  report(
    reading,
    reading.places.get(`${first}.share`) ?? reading.places.get(first) ?? { line: 1, column: 1 },
    open.length === 0
      ? `The shares of the workloads sum to ${formatPercent(sum)}.`
      : 'The shares of the workloads leave it open how often some happen.',
    `Shares divide all requests of one group of users: ${terms.join(' + ')}.`,
    'Change the shares so that they sum to 100 %, or give another group of users its own "users".',
  );
}

function packWorkloads(offered: readonly SaidWorkload[], main: Population): readonly Workload[] {
  const interactive = offered.filter(
    ({ workload }) => workload.every === undefined && workload.share !== undefined,
  );
  const sum = sumOf(interactive);
  return offered.flatMap((one) => {
    if (one.workload.every !== undefined) return [one.workload];
    if (one.workload.share === undefined) return [];
    return [{ ...one.workload, ...main, ...own(one), share: renormalised(one.workload.share, sum) }];
  });
}

function renormalised(value: Quantity, sum: number): Quantity {
  if (Math.abs(sum - 1) < 1e-9) return value;
  const origin = value.origin;
  const source =
    origin.kind === 'default'
      ? `${origin.pack}@${origin.version} says ${formatPercent(value.value)}`
      : formatPercent(value.value);
  return derived(
    tidy(value.value / sum),
    'ratio',
    'shares of the packs in use, brought to 100 % in proportion',
    [source, `the shares of these packs sum to ${formatPercent(sum)}`],
  );
}
