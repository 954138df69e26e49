import type { Expression } from '../../../model-checking/machine.ts';
import { namesIn, readCondition } from './conditions.ts';
import type { Scope } from './conditions.ts';
import type { Condition, Rule, StoredRecord, Trial } from './flow-spec.ts';
import { choices } from './problem.ts';
import type { Path, Problems } from './problem.ts';
import { scopeOf } from './records.ts';
import type { Declared } from './records.ts';
import type { PromiseShape, Shape } from './shape.ts';
import { atLeastOne, changes, trialsOf } from './trials.ts';

const variable = (name: string): Expression => ({ kind: 'variable', name });
const number = (value: number): Expression => ({ kind: 'number', value });

type Operator = '=' | '!=' | '<=' | '>=';

const compare = (left: Expression, operator: Operator, right: Expression): Expression => ({
  kind: 'compare',
  operator,
  left,
  right,
});

/** Lays the named promises of a domain down as conditions. */
export function readRules(
  shape: Shape,
  declared: Declared,
  problems: Problems,
): { readonly always: readonly Rule[]; readonly ends?: Rule; readonly eventually: readonly Rule[] } {
  const scope = scopeOf(declared.records.values());
  const records = [...declared.records.values()];
  const plain = (rule: { that: string; says?: string | undefined }, id: string, path: Path): Rule => {
    const that = readCondition(rule.that, path, scope, problems);
    return { id, that, says: rule.says ?? rule.that, trials: changes(namesIn(that.holds), records) };
  };
  return {
    always: shape.always.map((promise, index) =>
      readPromise(promise, ['always', index], { scope, declared, problems, each: shape.each }),
    ),
    ...(shape.ends !== undefined && { ends: plain(shape.ends, 'ends', ['ends']) }),
    eventually: shape.eventually.map((rule, index) =>
      plain(rule, `eventually-${index + 1}`, ['eventually', index]),
    ),
  };
}

interface Reading {
  readonly scope: Scope;
  readonly declared: Declared;
  readonly problems: Problems;
  readonly each: string;
}

type Kind = Exclude<keyof PromiseShape, 'says'>;

const kinds = [
  'at-most-once',
  'not-negative',
  'conserved',
  'no-orphan',
  'at-most-one',
  'free-while-calling',
  'that',
] as const satisfies readonly Kind[];

function readPromise(promise: PromiseShape, path: Path, reading: Reading): Rule {
  const given = kinds.filter((kind) => promise[kind] !== undefined);
  const [kind] = given;
  if (kind === undefined || given.length > 1)
    reading.problems.tell(
      path,
      given.length === 0 ? 'this promise says nothing' : `one promise cannot be ${given.join(' and ')}`,
      `Give one of ${kinds.join(', ')}.`,
    );
  const { that, usual, trials, freeWhileCalling } = laidDown(
    kind ?? 'that',
    promise,
    [...path, kind ?? 'that'],
    reading,
  );
  return {
    id: `${kind ?? 'that'}-${Number(path[1]) + 1}`,
    that,
    says: promise.says ?? usual,
    trials,
    ...(freeWhileCalling !== undefined && { freeWhileCalling }),
  };
}

interface LaidDown {
  readonly that: Condition;
  /** What it says where the file does not. */
  readonly usual: string;
  readonly trials: readonly Trial[];
  readonly freeWhileCalling?: string;
}

function laidDown(kind: Kind, promise: PromiseShape, path: Path, reading: Reading): LaidDown {
  const records = [...reading.declared.records.values()];
  switch (kind) {
    case 'at-most-once': {
      const name = promise[kind] ?? '';
      known(name, path, reading);
      const holds = compare(variable(name), '<=', number(1));
      return {
        that: { text: `${name} <= 1`, holds },
        usual: `${name}: at most once for each ${reading.each}`,
        trials: changes([name], records),
      };
    }
    case 'not-negative':
      return notNegative(promise[kind] ?? '', path, reading);
    case 'conserved': {
      const names = promise[kind] ?? [];
      const summed = names.map((name) => known(name, path, reading)).filter((record) => record !== undefined);
      return {
        that: conserved(summed),
        usual: `${names.join(' + ')} stays the same`,
        trials: changes(names, records),
      };
    }
    case 'no-orphan': {
      const [[child, parent] = ['', '']] = Object.entries(promise[kind] ?? {});
      const that = noOrphan(known(child, path, reading), known(parent, path, reading));
      return { that, usual: `no ${child} without ${parent}`, trials: changes([child], records) };
    }
    case 'at-most-one': {
      const text = promise[kind] ?? '';
      const of = readCondition(text, path, reading.scope, reading.problems).holds;
      const holds = compare({ kind: 'count', of }, '<=', number(1));
      return {
        that: { text: `count(${text}) <= 1`, holds },
        usual: `${text}: at most one ${reading.each} at a time`,
        trials: [{ holds: atLeastOne(of), text: `comes to ${text}` }],
      };
    }
    case 'free-while-calling':
      return freeWhileCalled(promise[kind] ?? '', path, reading);
    case 'that': {
      const text = promise[kind] ?? '0 = 0';
      const that = readCondition(text, path, reading.scope, reading.problems);
      return { that, usual: text, trials: trialsOf(that.holds, records) };
    }
  }
}

function notNegative(name: string, path: Path, reading: Reading): LaidDown {
  const record = known(name, path, reading);
  if (record !== undefined && record.least >= 0)
    reading.problems.tell(
      path,
      `${name} starts at ${record.least} and could never be seen below 0`,
      `Let its values begin at -1: -1..${record.most}.`,
    );
  const holds = compare(variable(name), '>=', number(0));
  const trials = record === undefined ? [] : changes([name], [record]);
  return { that: { text: `${name} >= 0`, holds }, usual: `${name} is never negative`, trials };
}

/** The machine knows who waits and who calls; the file only names the lock. */
function freeWhileCalled(lock: string, path: Path, { declared, problems }: Reading): LaidDown {
  if (!declared.locks.has(lock))
    problems.tell(path, `there is no lock ${lock}`, `There are ${choices([...declared.locks.keys()])}.`);
  const usual = `nobody waits for ${lock} while its holder waits for an answer`;
  return { that: { text: usual, holds: number(1) }, usual, trials: [], freeWhileCalling: lock };
}

/** What is one for each is summed over all of them. */
function conserved(records: readonly StoredRecord[]): Condition {
  const parts = records.map(({ name, shared }): Expression =>
    shared ? variable(name) : { kind: 'sum', of: variable(name) },
  );
  const starts = records.map(({ start, shared }): Expression =>
    shared ? number(start) : { kind: 'sum', of: number(start) },
  );
  const total = (terms: readonly Expression[]): Expression =>
    terms.reduce((left, right): Expression => ({ kind: 'add', left, right }), number(0));
  const text = `${records.map(({ name }) => name).join(' + ')} as at the start`;
  return { text, holds: compare(total(parts), '=', total(starts)) };
}

function noOrphan(child: StoredRecord | undefined, parent: StoredRecord | undefined): Condition {
  if (child === undefined || parent === undefined) return { text: 'true', holds: number(1) };
  return {
    text: `${child.name} needs ${parent.name}`,
    holds: {
      kind: 'any',
      of: [
        compare(variable(child.name), '=', number(child.start)),
        compare(variable(parent.name), '!=', number(parent.start)),
      ],
    },
  };
}

function known(name: string, path: Path, { declared, problems }: Reading): StoredRecord | undefined {
  const record = declared.records.get(name);
  if (record === undefined)
    problems.tell(path, `there is no record ${name}`, `There are ${choices([...declared.records.keys()])}.`);
  return record;
}
