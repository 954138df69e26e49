import type { Node } from 'oxc-parser';
import { keptTest } from '../kept-tests.ts';
import type { Frame } from '../machine.ts';
import type { CallFact } from '../sinks/sink.ts';
import { fieldsOf } from '../sinks/sink.ts';
import type { Value } from '../value.ts';
import { wholeText } from '../value.ts';

/** A column that a statement of SQL writes, and what it is given. */
export interface WrittenColumn {
  readonly entity: string;
  readonly action: 'create' | 'change';
  readonly column: string;
  readonly value: Value;
}

const runs = /^(query|execute|exec|run|all|any|one|none|many|oneOrNone|manyOrNone|get|raw|unsafe|sql)$/;

/** A statement as it is written, with a sign where a value of the code is put in. */
interface Written {
  readonly text: string;
  readonly parts: readonly { readonly node: Node; readonly frame: Frame }[];
}

const mostParts = 60;

/** Columns that a call of a driver writes by `INSERT` or `UPDATE`; nothing where the statement is not understood. */
export function columnsWritten(call: CallFact): readonly WrittenColumn[] {
  if (!runs.test(call.method) || call.name.startsWith('@') || call.name.startsWith('#')) return [];
  const statement = statementOf(call);
  if (statement === undefined) return [];
  const { text } = statement;
  const insert =
    /^\s*(?:insert|replace)\s+(?:ignore\s+)?into\s+[`"[]?(?:\w+\.)?[`"[]?(\w+)[`"\]]?\s*\(([^()]*)\)\s*values\s*\(/i.exec(
      text,
    );
  if (insert !== null) {
    const [all, entity = '', columns = ''] = insert;
    const values = partsOf(text, all.length);
    return columns
      .split(',')
      .flatMap((column, at) => toColumn(call, statement, entity, 'create', nameOf(column), values[at]));
  }
  const whole = /^\s*(?:insert\s+into|update)\s+[`"]?(\w+)[`"]?\s+set\s+\?/i.exec(text);
  if (whole !== null)
    return fieldsWritten(call, whole[1] ?? '', /^\s*insert/i.test(text) ? 'create' : 'change');
  const update = /^\s*update\s+[`"[]?(?:\w+\.)?[`"[]?(\w+)[`"\]]?\s+set\s+/i.exec(text);
  if (update === null) return [];
  return partsOf(text, update[0].length).flatMap((part) => {
    const [, column = ''] = /^\s*([`"[]?[\w.]+[`"\]]?)\s*=/.exec(part.text) ?? [];
    return toColumn(call, statement, update[1] ?? '', 'change', nameOf(column), part);
  });
}

const nameOf = (column: string): string => (column.split('.').at(-1) ?? '').replaceAll(/[`"[\]\s]/g, '');

/** `INSERT INTO notes SET ?` of MySQL. */
function fieldsWritten(
  { args }: CallFact,
  entity: string,
  action: WrittenColumn['action'],
): readonly WrittenColumn[] {
  const [, given] = args;
  const list = given?.things.find(({ kind }) => kind === 'array')?.fields.get('0') ?? given;
  return (list?.things ?? []).flatMap(({ kind, fields }) =>
    kind === 'object' ? [...fields].map(([column, value]) => ({ entity, action, column, value })) : [],
  );
}

interface Part {
  readonly text: string;
  /** Question marks that stand before it in the statement. */
  readonly before: number;
}

/** The parts of a list from a place on, up to the bracket or condition that ends it. */
function partsOf(text: string, from: number): readonly Part[] {
  const found: Part[] = [];
  let start = from;
  let depth = 0;
  let quote = '';
  const push = (end: number): void => {
    found.push({ text: text.slice(start, end), before: text.slice(0, start).split('?').length - 1 });
    start = end + 1;
  };
  for (let at = from; at <= text.length && found.length < mostParts; at += 1) {
    const sign = text[at] ?? '';
    if (quote !== '') quote = sign === quote ? '' : quote;
    else if (sign === "'" || sign === '"') quote = sign;
    else if (sign === '(') depth += 1;
    else if (sign === ')' && depth > 0) depth -= 1;
    else if (depth > 0 && sign !== '') continue;
    else if (sign === ',') push(at);
    else if (sign === ')' || sign === '' || /^\s(where|returning|on)\b/i.test(text.slice(at, at + 11))) {
      push(at);
      break;
    }
  }
  return found;
}

function toColumn(
  call: CallFact,
  statement: Written,
  entity: string,
  action: WrittenColumn['action'],
  column: string,
  part: Part | undefined,
): readonly WrittenColumn[] {
  const value = part === undefined || column === '' ? undefined : valueOf(call, statement, part);
  return value === undefined ? [] : [{ entity, action, column, value }];
}

/** What a part is given: something that is put into the text, or bound to a placeholder. Functions may change it. */
function valueOf(call: CallFact, { parts }: Written, { text, before }: Part): Value | undefined {
  const put = /^[^=]*=?\s*['"]?\uE000(\d+)\uE000['"]?\s*$/.exec(text)?.[1];
  const part = put === undefined ? undefined : parts[Number(put)];
  if (part !== undefined) return call.machine.evaluate(part.node, part.frame);
  const bound = /(?:^|=)\s*(\?|\$\d+|[:@]\w+)\s*$/.exec(text)?.[1];
  if (bound === undefined) return undefined;
  const at = bound === '?' ? before : Number(bound.slice(1)) - 1;
  return boundTo(call, Number.isNaN(at) ? bound.slice(1) : at);
}

function boundTo({ args, trace, method }: CallFact, at: string | number): Value | undefined {
  const isPrepared = method === 'run' && trace?.on?.name.endsWith('.prepare()') === true;
  const [first, second] = isPrepared ? [undefined, args[0]] : args;
  const list =
    (second === undefined ? undefined : (fieldsOf(second, 'replacements') ?? fieldsOf(second, 'bind'))) ??
    second ??
    (first === undefined ? undefined : (fieldsOf(first, 'values') ?? fieldsOf(first, 'params')));
  const found = list === undefined ? undefined : fieldsOf(list, String(at));
  if (found !== undefined || typeof at === 'string') return found;
  return list?.things.some(({ kind }) => kind === 'array') === true
    ? undefined
    : args[isPrepared ? at : at + 1];
}

/** The statement of a call: as it is put together in its argument, or as it was prepared. */
function statementOf(call: CallFact): Written | undefined {
  const { node, args, frame, trace } = call;
  const prepared = call.method === 'run' && trace?.on?.name.endsWith('.prepare()') === true;
  const given = prepared ? trace.on?.args?.[0] : args[0];
  const known = given === undefined ? undefined : textIn(given);
  if (known !== undefined) return { text: known, parts: [] };
  const [first] = node.type === 'CallExpression' ? node.arguments : [];
  if (prepared || first === undefined) return undefined;
  const parts: { node: Node; frame: Frame }[] = [];
  const text = textOf(first, frame, parts, 0);
  return parts.length === 0 || parts.length > mostParts ? undefined : { text, parts };
}

const textIn = (value: Value): string | undefined =>
  wholeText(value) ??
  ['sql', 'text'].map((key) => fieldsOf(value, key)).flatMap((each) => (each && wholeText(each)) ?? [])[0];

function textOf(node: Node, frame: Frame, parts: { node: Node; frame: Frame }[], depth: number): string {
  if (depth > mostParts) return '';
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : String(node.value);
  if (node.type === 'BinaryExpression' && node.operator === '+')
    return textOf(node.left, frame, parts, depth + 1) + textOf(node.right, frame, parts, depth + 1);
  if (node.type === 'TemplateLiteral')
    return node.quasis
      .map(({ value }, at) => {
        const part = node.expressions[at];
        return `${value.cooked ?? value.raw}${part === undefined ? '' : textOf(part, frame, parts, depth + 1)}`;
      })
      .join('');
  const kept = node.type === 'Identifier' ? keptTest(node.name, frame) : undefined;
  if (
    kept?.part === undefined &&
    (kept?.test.type === 'BinaryExpression' || kept?.test.type === 'TemplateLiteral') &&
    depth === 0
  )
    return textOf(kept.test, kept.frame, parts, depth + 1);
  parts.push({ node, frame });
  return `\uE000${parts.length - 1}\uE000`;
}
