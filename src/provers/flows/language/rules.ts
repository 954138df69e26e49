import type { Expression } from '../../../model-checking/machine.ts';
import { readCondition } from './conditions.ts';
import type { Scope } from './conditions.ts';
import type { Condition, Rule, StoredRecord } from './flow-spec.ts';
import { choices } from './problem.ts';
import type { Path, Problems } from './problem.ts';
import { scopeOf } from './records.ts';
import type { Declared } from './records.ts';
import type { PromiseShape, Shape } from './shape.ts';

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
  const plain = (rule: { that: string; says?: string | undefined }, id: string, path: Path): Rule => ({
    id,
    that: readCondition(rule.that, path, scope, problems),
    says: rule.says ?? rule.that,
  });
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

function readPromise(promise: PromiseShape, path: Path, reading: Reading): Rule {
  const { problems, declared, each, scope } = reading;
  const kinds = Object.entries(promise).flatMap(([key, value]) =>
    value === undefined || key === 'says' ? [] : [key],
  );
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1)
    problems.tell(
      path,
      kinds.length === 0 ? 'this promise says nothing' : `one promise cannot be ${kinds.join(' and ')}`,
      'Give one of at-most-once, not-negative, conserved, no-orphan, at-most-one, free-while-calling, that.',
    );
  const rule = (that: Condition, usual: string): Rule => ({
    id: `${kind ?? 'that'}-${Number(path[1]) + 1}`,
    that,
    says: promise.says ?? usual,
  });
  const once = promise['at-most-once'];
  if (once !== undefined) {
    known(once, [...path, 'at-most-once'], reading);
    return rule(
      { text: `${once} <= 1`, holds: compare(variable(once), '<=', number(1)) },
      `${once}: at most once for each ${each}`,
    );
  }
  const positive = promise['not-negative'];
  if (positive !== undefined) {
    const record = known(positive, [...path, 'not-negative'], reading);
    if (record !== undefined && record.least >= 0)
      problems.tell(
        [...path, 'not-negative'],
        `${positive} starts at ${record.least} and could never be seen below 0`,
        `Let its values begin at -1: -1..${record.most}.`,
      );
    return rule(
      { text: `${positive} >= 0`, holds: compare(variable(positive), '>=', number(0)) },
      `${positive} is never negative`,
    );
  }
  if (promise.conserved !== undefined) {
    const records = promise.conserved.map((name) => known(name, [...path, 'conserved'], reading));
    return rule(
      conserved(records.filter((record) => record !== undefined)),
      `${promise.conserved.join(' + ')} stays the same`,
    );
  }
  const [orphan] = Object.entries(promise['no-orphan'] ?? {});
  if (orphan !== undefined) {
    const [child, parent] = orphan.map((name) => known(name, [...path, 'no-orphan'], reading));
    return rule(noOrphan(child, parent), `no ${orphan[0]} without ${orphan[1]}`);
  }
  const single = promise['at-most-one'];
  if (single !== undefined) {
    const that = readCondition(single, [...path, 'at-most-one'], scope, problems);
    const count: Expression = { kind: 'count', of: that.holds };
    return rule(
      { text: `count(${single}) <= 1`, holds: compare(count, '<=', number(1)) },
      `${single}: at most one ${each} at a time`,
    );
  }
  const lock = promise['free-while-calling'];
  if (lock !== undefined) {
    if (!declared.locks.has(lock))
      problems.tell(
        [...path, 'free-while-calling'],
        `there is no lock ${lock}`,
        `There are ${choices([...declared.locks.keys()])}.`,
      );
    return {
      ...rule(
        { text: 'true', holds: number(1) },
        `nobody waits for ${lock} while its holder waits for an answer`,
      ),
      freeWhileCalling: lock,
    };
  }
  const text = promise.that ?? '0 = 0';
  return rule(readCondition(text, [...path, 'that'], scope, problems), text);
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
