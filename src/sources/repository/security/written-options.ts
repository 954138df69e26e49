import type { Node } from 'oxc-parser';
import type { Json } from '../../../model/origin.ts';
import { numberOf, objectOf, textOf } from '../code/constants.ts';
import type { Tracer, Where } from '../code/tracing.ts';
import { isFunctionNode, plainKey } from '../javascript/syntax.ts';

/** The options of a call as far as they are written. */
export interface WrittenOptions {
  readonly values: Readonly<Record<string, Json>>;
  readonly open: readonly string[];
  readonly complete: boolean;
}

export const noOptions: WrittenOptions = { values: {}, open: [], complete: true };

const unread: WrittenOptions = { values: {}, open: [], complete: false };

/** Options nest two or three levels in the libraries that matter. */
const deepest = 4;

const holdsSecret = /secret|keys?$|pass(word|phrase)?$|salt|credential$|^(value|cert|pfx|ca)$/i;

/** The object an argument stands for, nested ones dotted; no argument gives no options. */
export function writtenOptions(
  tracer: Tracer,
  node: Node | undefined,
  where: Where,
  depth = 0,
): WrittenOptions {
  if (node === undefined) return noOptions;
  const found = objectOf(tracer, node, where);
  if (found?.node.type !== 'ObjectExpression' || depth > deepest) return unread;
  const written = found.node.properties.reduce<WrittenOptions>((known, property) => {
    if (property.type === 'SpreadElement')
      return merged(known, writtenOptions(tracer, property.argument, found.where, depth + 1));
    const key = plainKey(property.key, property.computed);
    if (key === undefined) return { ...known, complete: false };
    return merged(known, option(tracer, key, property.value, found.where, depth));
  }, noOptions);
  return merged(written, { ...noOptions, open: setLater(node, found.where) });
}

/** What is put into the object after it was made: `options.cookie.secure = true`, often under a condition. */
function setLater(node: Node, { file }: Where): readonly string[] {
  if (node.type !== 'Identifier') return [];
  const name = node.name.replaceAll('$', String.raw`\$`);
  const assigned = new RegExp(String.raw`(?<![.\w$])${name}((?:\.\w+)+)\s*=(?!=)`, 'g');
  return [...file.text.matchAll(assigned)].map(([, path = '']) => path.slice(1));
}

function option(tracer: Tracer, key: string, value: Node, where: Where, depth: number): WrittenOptions {
  // What is secret never enters the model.
  const constant = holdsSecret.test(key) ? undefined : constantOf(tracer, value, where);
  if (constant !== undefined) return { ...noOptions, values: { [key]: constant } };
  if (objectOf(tracer, value, where) === undefined) return { ...noOptions, open: [key] };
  const inner = writtenOptions(tracer, value, where, depth + 1);
  return {
    values: Object.fromEntries(Object.entries(inner.values).map(([name, each]) => [`${key}.${name}`, each])),
    open: [key, ...inner.open.map((name) => `${key}.${name}`)],
    complete: inner.complete,
  };
}

/** The later one of two that give the same option holds. */
const merged = (before: WrittenOptions, after: WrittenOptions): WrittenOptions => ({
  values: {
    ...Object.fromEntries(Object.entries(before.values).filter(([key]) => !after.open.includes(key))),
    ...after.values,
  },
  open: [...new Set([...before.open.filter((key) => !(key in after.values)), ...after.open])],
  complete: before.complete && after.complete,
});

/** A constant: flags, texts, numbers and lists of them; undefined for what is only known when the process runs. */
export function constantOf(tracer: Tracer, node: Node, where: Where, depth = 0): Json | undefined {
  if (node.type === 'Literal')
    return node.value === null || ['string', 'number', 'boolean'].includes(typeof node.value)
      ? plain(node.value)
      : undefined;
  if (depth > deepest || isFunctionNode(node)) return undefined;
  if (node.type === 'ArrayExpression') {
    const items = node.elements.map((each) =>
      each === null ? undefined : constantOf(tracer, each, where, depth + 1),
    );
    return items.every((each) => each !== undefined) ? items : undefined;
  }
  if (node.type === 'UnaryExpression' && node.operator === '!') {
    const inner = constantOf(tracer, node.argument, where, depth + 1);
    return typeof inner === 'number' || typeof inner === 'boolean' ? !inner : undefined;
  }
  if (node.type === 'TSAsExpression' || node.type === 'TSSatisfiesExpression')
    return constantOf(tracer, node.expression, where, depth + 1);
  const text = textOf(tracer, node, where);
  if (text !== undefined && text.variable.length === 0) return text.text;
  // What stands behind `||` counts only while a setting is absent, so it is no constant.
  if (node.type === 'LogicalExpression') return undefined;
  const number = numberOf(tracer, node, where);
  if (number !== undefined) return number;
  const found = node.type === 'Identifier' ? tracer.find(node.name, where) : undefined;
  return found?.binding.kind === 'value' && found.binding.node !== node
    ? constantOf(tracer, found.binding.node, found, depth + 1)
    : undefined;
}

const plain = (value: unknown): Json | undefined =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : undefined;
