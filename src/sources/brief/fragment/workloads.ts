import type { Workload } from '../../../model/brief.ts';
import type { Quantity } from '../../../model/origin.ts';
import {
  openAny,
  openMap,
  originOf,
  parsedAt,
  parts,
  quantityAt,
  report,
  requiredText,
  some,
  textsAt,
} from '../reading.ts';
import type { Reading, View } from '../reading.ts';
import { entry } from '../tree.ts';
import type { Node } from '../tree.ts';
import { parseRows } from '../values/count.ts';
import { parseDuration } from '../values/duration.ts';
import { operationId, parseOperation } from '../values/operation.ts';
import type { OperationName } from '../values/operation.ts';
import { parsePeak, parsePercent } from '../values/ratio.ts';
import { parseUsers } from '../values/users.ts';
import type { UserBasis } from '../values/users.ts';

/** Users as somebody said them; only `concurrent` ones can be sized without a further assumption. */
export interface SaidUsers {
  readonly count: Quantity;
  readonly basis: UserBasis;
}

/** A workload as written; `users` is absent until its population is known. */
export interface SaidWorkload {
  readonly workload: Omit<Workload, 'users'>;
  readonly operation: OperationName;
  readonly path: string;
  readonly users?: SaidUsers;
}

const keys = [
  'actor',
  'op',
  'users',
  'think',
  'share',
  'peak',
  'stale',
  'every',
  'batch',
  'by',
  'steps',
] as const;

export function readWorkloads(
  reading: Reading,
  node: Node | undefined,
  path: string,
): readonly SaidWorkload[] {
  return parts(openAny(reading, node, path)).flatMap((part) => {
    const view = openMap(reading, part.node, part.path, keys);
    const workload = view && readWorkload(reading, part.key, view);
    return workload === undefined ? [] : [workload];
  });
}

function readWorkload(reading: Reading, id: string, view: View): SaidWorkload | undefined {
  const actor = requiredText(reading, view, 'actor', 'customer');
  const operation = parsedAt(reading, view, 'op', parseOperation);
  if (operation === undefined) requiredText(reading, view, 'op', 'list Order');
  if (actor === undefined || operation === undefined) return undefined;
  const workload = {
    id,
    actor,
    operation: operationId(operation),
    ...some({
      think: quantityAt(reading, view, 'think', parseDuration),
      share: quantityAt(reading, view, 'share', parsePercent),
      peak: quantityAt(reading, view, 'peak', parsePeak),
      staleness: quantityAt(reading, view, 'stale', parseDuration),
      every: quantityAt(reading, view, 'every', parseDuration),
      batch: quantityAt(reading, view, 'batch', parseRows),
    }),
    by: textsAt(reading, view, 'by'),
    steps: textsAt(reading, view, 'steps'),
    origin: originOf(reading, view.path, view.node),
  };
  checkRhythm(reading, view, workload);
  return { workload, operation, path: view.path, ...some({ users: readUsers(reading, view) }) };
}

export function readUsers(reading: Reading, view: View): SaidUsers | undefined {
  const said = parsedAt(reading, view, 'users', parseUsers);
  const node = entry(view.node, 'users');
  if (said === undefined || node === undefined) return undefined;
  const origin = originOf(reading, `${view.path}.users`, node);
  return { count: { value: said.count, unit: 'users', origin }, basis: said.basis };
}

/** A workload is either a share of what users do, or a batch that comes at intervals. */
function checkRhythm(reading: Reading, view: View, workload: SaidWorkload['workload']): void {
  const batch = workload.every !== undefined;
  const people = ['users', 'think', 'share', 'peak'].some((key) => entry(view.node, key) !== undefined);
  if (batch && people)
    report(
      reading,
      view.node.place,
      `${view.path} says both how often it runs and what users do.`,
      'A batch has "every"; what users do has "share".',
      'Split it into two workloads.',
    );
  if (!batch && entry(view.node, 'share') === undefined && entry(view.node, 'users') === undefined)
    report(
      reading,
      view.node.place,
      `${view.path} does not say how often it happens.`,
      'Its load cannot be computed.',
      'Add share: 5% for what users do, or every: 1h for a batch.',
    );
  if (!batch && workload.batch !== undefined)
    report(
      reading,
      view.node.place,
      `${view.path} has a batch without an interval.`,
      'Rows a run mean nothing without the time between runs.',
      'Add every: 1h.',
    );
}
