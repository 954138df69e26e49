import type { EffectCall, Effects, RowsAsked, SqlStatement } from '../../../model/effects.ts';
import { childOf, join, openMap, report, requiredText, some, textAt, textsAt, wordAt } from '../reading.ts';
import type { Reading, View } from '../reading.ts';
import { isNull } from '../tree.ts';
import type { Node } from '../tree.ts';

const rowsAsked = ['none', 'one', 'some', 'any'] as const;

/** Keys of a part that has effects; `sets` and `given` are read by themselves. */
export const effectKeys = ['if', 'each', 'call', 'flow', 'sql'] as const;
export const undoKeys = ['undo-call', 'undo-flow', 'undo-sql'] as const;

/** `sql:` and its like: a text, `{ run: … }`, or a list of both. */
export function statementsAt(reading: Reading, view: View, key: string): readonly SqlStatement[] {
  const node = childOf(view, key);
  const path = join(view.path, key);
  if (node === undefined || isNull(node)) return [];
  const items = node.kind === 'list' ? node.items : [node];
  return items.flatMap(
    (item, index) => statementOf(reading, item, items.length > 1 ? join(path, String(index)) : path) ?? [],
  );
}

function statementOf(reading: Reading, node: Node, path: string): SqlStatement | undefined {
  if (node.kind === 'scalar') {
    reading.places.set(path, node.body ?? node.place);
    return { sql: node.text.trim() };
  }
  const view = openMap(reading, node, path, ['run', 'at', 'rows', 'else']);
  const sql = view === undefined ? undefined : requiredText(reading, view, 'run', 'select id from Order');
  if (view === undefined || sql === undefined) return undefined;
  const run = childOf(view, 'run');
  if (run?.kind === 'scalar') reading.places.set(path, run.body ?? run.place);
  const rows = wordAt(reading, view, 'rows', rowsAsked);
  const otherwise = textAt(reading, view, 'else');
  if (otherwise !== undefined && (rows === undefined || rows === 'any'))
    report(
      reading,
      view.node.place,
      `${path} has an "else" and asks for no rows.`,
      'It would never be answered.',
      'Add rows: one, some or none.',
    );
  return { sql: sql.trim(), ...some({ at: textAt(reading, view, 'at'), rows: asked(rows), otherwise }) };
}

const asked = (rows: (typeof rowsAsked)[number] | undefined): RowsAsked | undefined =>
  rows === 'any' ? undefined : rows;

function callAt(reading: Reading, view: View, key: string): EffectCall | undefined {
  const call = openMap(reading, childOf(view, key), join(view.path, key), ['request', 'with', 'gives']);
  const request = call === undefined ? undefined : requiredText(reading, call, 'request', 'authorise');
  return call === undefined || request === undefined
    ? undefined
    : { request, with: textsAt(reading, call, 'with'), gives: textsAt(reading, call, 'gives') };
}

/** What a step, a consumer or an operation does; absent where it says nothing of it. */
export function effectsAt(reading: Reading, view: View, isOperation = false): Effects | undefined {
  return unlessEmpty({
    ...some({
      condition: expressionAt(reading, view, 'if'),
      each: textAt(reading, view, 'each'),
      call: callAt(reading, view, 'call'),
      // The flow of an operation is the one it starts.
      flow: isOperation ? undefined : textAt(reading, view, 'flow'),
    }),
    statements: statementsAt(reading, view, 'sql'),
  });
}

/** What takes a step back. */
export function undoAt(reading: Reading, view: View): Effects | undefined {
  return unlessEmpty({
    ...some({ call: callAt(reading, view, 'undo-call'), flow: textAt(reading, view, 'undo-flow') }),
    statements: statementsAt(reading, view, 'undo-sql'),
  });
}

const unlessEmpty = (effects: Effects): Effects | undefined =>
  Object.keys(effects).length === 1 && effects.statements.length === 0 ? undefined : effects;

function expressionAt(reading: Reading, view: View, key: string): string | undefined {
  const node = childOf(view, key);
  const text = textAt(reading, view, key);
  if (node?.kind === 'scalar') reading.places.set(join(view.path, key), node.body ?? node.place);
  return text;
}
