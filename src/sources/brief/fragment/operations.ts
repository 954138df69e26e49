import type { Operation, OperationCost, Verb } from '../../../model/domain.ts';
import type { Origin } from '../../../model/origin.ts';
import { builtIn, defaultCost, withinDouble } from '../../../model/default-cost.ts';
import {
  flagAt,
  openMap,
  originOf,
  parts,
  quantityAt,
  report,
  some,
  textAt,
  textsAt,
  textsOf,
} from '../reading.ts';
import type { Reading, View } from '../reading.ts';
import type { Node } from '../tree.ts';
import { entry } from '../tree.ts';
import { effectsAt, statementsAt } from './effects.ts';
import { readFields } from './fields.ts';
import { parsePlainCount } from '../values/count.ts';
import { parseDuration, parseMilliseconds } from '../values/duration.ts';
import { parseNumber } from '../values/amount.ts';
import { operationId, toVerb } from '../values/operation.ts';
import { parseBytes } from '../values/size.ts';

const operationKeys = [
  'about',
  'by',
  'cost',
  'flow',
  'sensitive',
  'anonymous',
  'stale',
  'long-running',
  'hides-existence',
  'input',
  'output',
  'sets',
  'if',
  'call',
  'sql',
  'given',
] as const;

interface Owner {
  readonly entity: string;
  readonly context: string;
}

/** `operations:` of an entity: a list of verbs and action names, or a map of them with details. */
export function readOperations(
  reading: Reading,
  node: Node,
  path: string,
  owner: Owner,
): readonly Operation[] {
  if (node.kind === 'list')
    return textsOf(reading, node, path).flatMap((name, index) => {
      const item = node.items[index] ?? node;
      return nameOf(reading, item, name)
        ? [plainOperation(owner, name, originOf(reading, join(path, name), item))]
        : [];
    });
  const names = node.kind === 'map' ? node.entries.map(({ key }) => key) : [];
  const view = openMap(reading, node, path, names);
  return parts(view).flatMap((part) => {
    if (!nameOf(reading, part.node, part.key)) return [];
    const details = openMap(reading, part.node, part.path, operationKeys);
    const base = plainOperation(owner, part.key, originOf(reading, part.path, part.node));
    return details === undefined ? [] : [withDetails(reading, base, details)];
  });
}

const join = (path: string, key: string): string => `${path}.${key}`;

function nameOf(reading: Reading, node: Node, name: string): boolean {
  if (/^[a-z][a-z0-9-]*$/.test(name)) return true;
  report(
    reading,
    node.place,
    `"${name.slice(0, 40)}" cannot name an operation.`,
    'An operation is a verb or an action in kebab-case.',
    'Write list, read, create … or a word like cancel.',
  );
  return false;
}

/** An operation with everything by default; a word that is no verb is a named action of the verb `process`. */
export function plainOperation(owner: Owner, name: string, origin: Origin): Operation {
  const verb = toVerb(name) ?? 'process';
  const action = toVerb(name) === undefined ? { action: name } : {};
  return {
    id: operationId({ verb, entity: owner.entity, ...action }),
    verb,
    entity: owner.entity,
    ...action,
    context: owner.context,
    cost: defaultCost(verb),
    anonymous: false,
    by: [],
    sensitive: false,
    longRunning: false,
    origin,
  };
}

function withDetails(reading: Reading, base: Operation, view: View): Operation {
  const input = readFields(reading, entry(view.node, 'input'), join(view.path, 'input'));
  const output = readFields(reading, entry(view.node, 'output'), join(view.path, 'output'));
  const sets = statementsAt(reading, view, 'sets');
  const given = statementsAt(reading, view, 'given');
  return {
    ...base,
    ...(sets.length === 0 ? {} : { sets }),
    ...(given.length === 0 ? {} : { given }),
    ...(input.length === 0 ? {} : { input }),
    ...(output.length === 0 ? {} : { output }),
    ...some({
      effects: effectsAt(reading, view, true),
      about: textAt(reading, view, 'about'),
      flow: textAt(reading, view, 'flow'),
      staleness: quantityAt(reading, view, 'stale', parseDuration),
    }),
    by: textsAt(reading, view, 'by'),
    anonymous: flagAt(reading, view, 'anonymous') ?? false,
    sensitive: flagAt(reading, view, 'sensitive') ?? false,
    longRunning: flagAt(reading, view, 'long-running') ?? false,
    ...(flagAt(reading, view, 'hides-existence') === true && { hidesExistence: true }),
    cost: readCost(reading, entry(view.node, 'cost'), join(view.path, 'cost'), base.verb),
  };
}

/** `{ cpu: 4ms, db: 2ms, statements: 2, bytes: 20kB, scv: 1 }`; what is left out keeps the default of the verb. */
function readCost(reading: Reading, node: Node | undefined, path: string, verb: Verb): OperationCost {
  const base = defaultCost(verb);
  const view = openMap(reading, node, path, ['cpu', 'db', 'statements', 'bytes', 'scv']);
  if (view === undefined) return base;
  const scv = textAt(reading, view, 'scv');
  const number = scv === undefined ? undefined : parseNumber(scv);
  if (number?.kind === 'problem')
    report(reading, view.node.place, `${path}.scv cannot be read.`, number.why, number.next);
  const cpu = quantityAt(reading, view, 'cpu', parseMilliseconds);
  const database = quantityAt(reading, view, 'db', parseMilliseconds);
  const statements = quantityAt(reading, view, 'statements', parsePlainCount);
  const responseBytes = quantityAt(reading, view, 'bytes', parseBytes);
  return {
    cpu: cpu === undefined ? base.cpu : withinDouble(cpu),
    database: database === undefined ? base.database : withinDouble(database),
    statements: statements === undefined ? base.statements : withinDouble(statements),
    responseBytes: responseBytes === undefined ? base.responseBytes : withinDouble(responseBytes),
    scv: number?.kind === 'value' ? number.value : base.scv,
  };
}

/** Operations of a user's own entity that lists none: the plain five, or the three that only add rows. */
export function usualOperations(owner: Owner, appendOnly: boolean): readonly Operation[] {
  const verbs: readonly Verb[] = appendOnly
    ? ['list', 'read', 'create']
    : ['list', 'read', 'create', 'update', 'delete'];
  return verbs.map((verb) =>
    plainOperation(owner, verb, { kind: 'default', ...builtIn, path: `operations.${verb}` }),
  );
}
