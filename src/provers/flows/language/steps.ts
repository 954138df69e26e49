import { namesIn, readCondition } from './conditions.ts';
import type { Change, Condition, Step } from './flow-spec.ts';
import { choices } from './problem.ts';
import type { Path, Problems } from './problem.ts';
import { known, lockNamed, messageNamed, needsMessage } from './step-place.ts';
import type { StepPlace } from './step-place.ts';
import type { PlainStepShape, StepShape } from './shape.ts';

type Key = keyof StepShape;

const common: readonly Key[] = ['as', 'if', 'pivot', 'undo'];

/** What may stand beside the key that says what a step is. */
const options = {
  transaction: [...common, 'require', 'outbox', 'inbox', 'newest', 'can', 'fenced', 'unchanged'],
  read: ['as', 'if', 'fenced'],
  write: [...common, 'fenced', 'unchanged'],
  publish: ['as', 'if', 'pivot'],
  call: [...common, 'does', 'require', 'key', 'timeout', 'attempts', 'can'],
  wait: ['as', 'if', 'timeout'],
  lock: ['as'],
  unlock: ['as'],
  expect: ['as', 'says'],
  acknowledge: ['as'],
} as const satisfies Readonly<Record<string, readonly Key[]>>;

type Kind = keyof typeof options;

const isKind = (key: string): key is Kind => Object.hasOwn(options, key);

/** Nothing where the step cannot be read; what is wrong is told. */
export function readStep(shape: StepShape, path: Path, place: StepPlace): Step | undefined {
  const kind = kindOf(shape, path, place.problems);
  if (kind === undefined) return undefined;
  const undo = shape.undo === undefined ? undefined : readUndo(shape.undo, [...path, 'undo'], place);
  const when =
    shape.if === undefined
      ? undefined
      : seen(condition(shape.if, [...path, 'if'], place), [...path, 'if'], place);
  return readKind(kind, shape, path, place, {
    ...(shape.as !== undefined && { as: shape.as }),
    ...(when !== undefined && { when }),
    ...(undo !== undefined && { undo }),
    pivot: shape.pivot === true,
  });
}

function kindOf(shape: StepShape, path: Path, problems: Problems): Kind | undefined {
  const given = Object.entries(shape).flatMap(([key, value]) => (value === undefined ? [] : [key]));
  const kinds = given.filter(isKind);
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1) {
    problems.tell(
      path,
      kind === undefined
        ? 'this step does not say what is done'
        : `one step cannot be ${kinds.join(' and ')}`,
      `Give it one of ${Object.keys(options).join(', ')}.`,
    );
    return undefined;
  }
  const allowed: readonly string[] = options[kind];
  for (const key of given)
    if (key !== kind && !allowed.includes(key))
      problems.tell(
        [...path, key],
        `${key} says nothing of ${kind}`,
        `Beside ${kind} may stand ${choices(allowed)}.`,
      );
  return kind;
}

function readUndo(shape: PlainStepShape, path: Path, place: StepPlace): Step | undefined {
  const step = readStep(shape, path, place);
  const isPlain = step?.kind === 'transaction' || step?.kind === 'call' || step?.kind === 'write';
  if (step !== undefined && !isPlain)
    place.problems.tell(path, `${step.kind} takes nothing back`, 'Undo by transaction, call or write.');
  if ((step?.kind === 'call' && step.fails) || (step !== undefined && 'refuses' in step && step.refuses))
    place.problems.tell(
      [...path, 'can'],
      'a compensation that is refused takes nothing back, and one that fails is repeated until it succeeds',
      'Leave can out.',
    );
  return isPlain ? step : undefined;
}

type Base = Pick<Step, 'as' | 'when' | 'undo' | 'pivot'>;

function readKind(kind: Kind, shape: StepShape, path: Path, place: StepPlace, base: Base): Step | undefined {
  const fenced =
    shape.fenced === undefined ? {} : { fenced: lockNamed(shape.fenced, [...path, 'fenced'], place) };
  const at = (key: Key): Path => [...path, key];
  const unchanged = shape.unchanged ?? [];
  for (const record of unchanged) known(record, at('unchanged'), place);
  switch (kind) {
    case 'transaction': {
      const changes = readChanges(shape.transaction ?? {}, at('transaction'), place, [place.at]);
      const { require, outbox = [], inbox = false, newest = false } = shape;
      for (const message of outbox) messageNamed(message, at('outbox'), place);
      return {
        ...base,
        ...fenced,
        ...required(require, at('require'), place, []),
        kind,
        changes,
        outbox,
        refuses: mayRefuse(shape.can, at('can'), place),
        inbox: needsMessage(inbox === true, at('inbox'), place),
        ...(typeof inbox === 'string' && { recordedKey: inbox }),
        newest: needsMessage(newest, at('newest'), place),
        unchanged,
      };
    }
    case 'read':
      return { ...base, ...fenced, kind, reads: readReads(shape.read ?? {}, at('read'), place) };
    case 'write':
      return {
        ...base,
        ...fenced,
        kind,
        changes: readChanges(shape.write ?? {}, at('write'), place, reachable(place)),
        unchanged,
      };
    case 'publish':
      return { ...base, kind, message: messageNamed(shape.publish ?? '', at('publish'), place) };
    case 'call':
      return readCall(shape, path, place, base);
    case 'wait':
      return {
        ...base,
        kind,
        until: condition(shape.wait ?? '', at('wait'), place),
        timeout: shape.timeout === true,
      };
    case 'lock':
    case 'unlock':
      return { ...base, kind, lock: lockNamed(shape[kind] ?? '', at(kind), place) };
    case 'expect': {
      const that = condition(shape.expect ?? '', at('expect'), place);
      return { ...base, kind, that, says: shape.says ?? `${that.text} is seen` };
    }
    case 'acknowledge':
      return { ...base, kind };
  }
}

function readCall(shape: StepShape, path: Path, place: StepPlace, base: Base): Step {
  const to = shape.call ?? '';
  const known = place.declared.participants.get(to);
  if (known === undefined || to === place.at)
    place.problems.tell(
      [...path, 'call'],
      known === undefined ? `there is no participant ${to}` : `${to} calls itself`,
      known === undefined
        ? `There are ${choices([...place.declared.participants.keys()])}.`
        : 'Write transaction for what happens in its own database.',
    );
  const { key, attempts = 1, can = [], timeout = false } = shape;
  return {
    ...base,
    ...required(shape.require, [...path, 'require'], place, [to]),
    kind: 'call',
    to,
    changes: readChanges(shape.does ?? {}, [...path, 'does'], place, [to]),
    ...(key !== undefined && { key }),
    timeout,
    ...(attempts !== 'unlimited' && { attempts }),
    refuses: can.includes('refuse'),
    fails: can.includes('fail'),
  };
}

/** A transaction may be refused; out of order is what is called. */
function mayRefuse(can: StepShape['can'], path: Path, { problems }: StepPlace): boolean {
  if (can?.includes('fail') === true)
    problems.tell(path, 'a transaction that fails has no effect and is not told apart', 'Write can: refuse.');
  return can?.includes('refuse') === true;
}

const condition = (text: string, path: Path, { scope, problems }: StepPlace): Condition =>
  readCondition(text, path, scope, problems);

const required = (
  text: string | undefined,
  path: Path,
  place: StepPlace,
  beside: readonly string[],
): { require?: Condition } =>
  text === undefined ? {} : { require: seen(condition(text, path, place), path, place, beside) };

/**
 * Nobody looks into the database of another while it decides or writes: what is seen there may have changed until the
 * step is taken, and a search that takes both for one moment would miss it.
 */
function seen(read: Condition, path: Path, place: StepPlace, beside: readonly string[] = []): Condition {
  const open = [...reachable(place), ...beside];
  for (const name of new Set(namesIn(read.holds))) {
    const stored = place.declared.records.get(name);
    if (stored !== undefined && !open.includes(stored.at))
      place.problems.tell(
        path,
        `${name} is stored at ${stored.at}, and this step cannot look there`,
        `Let ${stored.at} tell it by a message, ask by a call with require, or keep a copy (copy-of).`,
      );
  }
  return read;
}

/** Stores that answer whoever asks: its own, caches, replicas, plain stores. */
function reachable({ declared, at }: StepPlace): readonly string[] {
  const open = ['cache', 'replica', 'store'];
  return [...declared.participants.values()].flatMap(({ name, kind }) =>
    name === at || open.includes(kind) ? [name] : [],
  );
}

function readChanges(
  map: Readonly<Record<string, string>>,
  path: Path,
  place: StepPlace,
  stores: readonly string[],
): readonly Change[] {
  return Object.entries(map).map(([record, text]) => {
    const at = [...path, record];
    const stored = known(record, at, place);
    if (stored !== undefined && !stores.includes(stored.at))
      place.problems.tell(
        at,
        `${record} is stored at ${stored.at}, which this step does not reach`,
        `A transaction spans one database: ${place.at}. Use call for ${stored.at}, or a step of a process there.`,
      );
    if (stored !== undefined && place.once && !stored.shared)
      place.problems.tell(
        at,
        `${record} is one for each, and this process runs once`,
        'Add shared: true to the record.',
      );
    const value = readCondition(text, at, place.scope, place.problems, stored?.words);
    return { record, value: seen(value, at, place, stores) };
  });
}

function readReads(
  map: Readonly<Record<string, string>>,
  path: Path,
  place: StepPlace,
): readonly { readonly into: string; readonly from: string }[] {
  return Object.entries(map).map(([into, from]) => {
    const at = [...path, into];
    const stored = known(from, at, place);
    if (place.declared.records.has(into))
      place.problems.tell(at, `${into} is a record`, 'Read into a name of its own: { seen: price }.');
    if (stored !== undefined && !reachable(place).includes(stored.at))
      place.problems.tell(
        at,
        `${from} is stored at ${stored.at}, which ${place.at} cannot read`,
        `Let ${stored.at} tell it by a message, or keep a copy.`,
      );
    const before = place.readInto.get(into);
    if (before !== undefined && before !== from)
      place.problems.tell(at, `${into} was read from ${before} before`, `Read ${from} into another name.`);
    place.readInto.set(into, from);
    if (stored !== undefined)
      place.scope.set(into, stored.words === undefined ? {} : { words: stored.words });
    return { into, from };
  });
}
