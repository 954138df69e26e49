import type { Node } from 'oxc-parser';
import { textOf } from '../code/constants.ts';
import type { CodeReader } from '../code/reader.ts';
import type { Tracer } from '../code/tracing.ts';
import type { Place } from '../code/visit.ts';
import { originOf } from '../javascript/parse.ts';
import { dottedName, plainKey } from '../javascript/syntax.ts';
import { isSecretName } from '../deployment/facts.ts';
import type { Secret } from '../../../model/trust.ts';
import type { KeyMention, ValueType } from './keys.ts';
import { isSettingName } from './keys.ts';

interface Hint {
  readonly type?: ValueType;
  readonly fallback?: string;
}

/** Keys that code reads from the environment, and those that a schema of the environment declares. */
export function environmentReader(
  tracer: Tracer,
  found: { readonly mentions: KeyMention[]; readonly secrets: Secret[] },
): CodeReader {
  const hints = new WeakMap<Node, Hint>();
  const mention = (key: string, node: Node, place: Place, hint: Hint = {}): void => {
    found.mentions.push({ key, ...hint, origin: originOf(place.file, node) });
  };
  return {
    visit: (node, place) => {
      noteHints(tracer, node, place, hints);
      const key = readKey(node);
      if (key !== undefined) {
        const hint = hints.get(node) ?? {};
        mention(key, node, place, hint);
        if (hint.fallback !== undefined && isSecretName(key) && hint.fallback.length >= 4)
          found.secrets.push({
            name: key,
            kind: 'fallback',
            storedIn: 'the source code',
            origin: originOf(place.file, node),
          });
      }
      for (const [name, part] of destructured(node)) mention(name, part, place);
      const asked = configServiceKey(tracer, node, place);
      if (asked !== undefined) mention(asked, node, place);
      for (const [name, part, hint] of schemaKeys(tracer, node, place)) mention(name, part, place, hint);
    },
    facts: () => ({}),
  };
}

const isEnvironment = (node: Node): boolean =>
  /^(process|Bun|import\.meta)\.env$/.test(dottedName(node) ?? '');

/** `process.env.KEY` and `process.env['KEY']`. */
function readKey(node: Node): string | undefined {
  if (node.type !== 'MemberExpression' || !isEnvironment(node.object)) return undefined;
  const key = plainKey(node.property, node.computed);
  return key !== undefined && isSettingName(key) ? key : undefined;
}

function destructured(node: Node): readonly (readonly [string, Node])[] {
  if (node.type !== 'VariableDeclarator' || node.init === null || !isEnvironment(node.init)) return [];
  if (node.id.type !== 'ObjectPattern') return [];
  return node.id.properties.flatMap((property) => {
    const key = property.type === 'Property' ? plainKey(property.key, property.computed) : undefined;
    return key === undefined ? [] : [[key, property] as const];
  });
}

/** What stands around a read: a fallback, a conversion, a comparison. */
function noteHints(tracer: Tracer, node: Node, place: Place, hints: WeakMap<Node, Hint>): void {
  if (node.type === 'LogicalExpression' && node.operator !== '&&') {
    const text = textOf(tracer, node.right, place);
    if (text?.variable.length === 0)
      hints.set(node.left, { ...hints.get(node), fallback: text.text.slice(0, 80) });
  } else if (node.type === 'CallExpression') {
    const [first] = node.arguments;
    const name = dottedName(node.callee) ?? '';
    if (first !== undefined && /^(Number|parseInt|parseFloat|Number\.parseInt)$/.test(name))
      for (const target of [first, ...(first.type === 'LogicalExpression' ? [first.left] : [])])
        hints.set(target, { ...hints.get(target), type: 'number' });
  } else if (node.type === 'BinaryExpression' && /^[!=]==?$/.test(node.operator)) {
    if (node.right.type === 'Literal' && /^(true|false)$/.test(String(node.right.value)))
      hints.set(node.left, { type: 'boolean' });
  } else if (node.type === 'UnaryExpression' && node.operator === '+')
    hints.set(node.argument, { type: 'number' });
}

/** NestJS: `config.get('KEY')`. */
function configServiceKey(tracer: Tracer, node: Node, place: Place): string | undefined {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return undefined;
  const method = plainKey(node.callee.property, node.callee.computed);
  if (method !== 'get' && method !== 'getOrThrow') return undefined;
  const [first] = node.arguments;
  if (first?.type !== 'Literal' || typeof first.value !== 'string') return undefined;
  const trace = tracer.trace(node.callee.object, place);
  return trace?.package === '@nestjs/config' ? first.value : undefined;
}

const schemaLibraries = new Set(['zod', 'joi', '@hapi/joi', 'envalid', 'env-var', 'yup', 'valibot']);

/** An object of setting names whose values are validators: a schema of the environment. */
function schemaKeys(tracer: Tracer, node: Node, place: Place): readonly (readonly [string, Node, Hint])[] {
  if (node.type !== 'ObjectExpression' || node.properties.length === 0) return [];
  const pairs = node.properties.flatMap((property) => {
    const key = property.type === 'Property' ? plainKey(property.key, property.computed) : undefined;
    return key !== undefined && property.type === 'Property' ? [[key, property.value] as const] : [];
  });
  if (pairs.length === 0 || !pairs.every(([key]) => isSettingName(key) && key.length > 1)) return [];
  return pairs.flatMap(([key, value]): readonly (readonly [string, Node, Hint])[] => {
    const library = tracer.trace(value, place)?.package;
    if (library === undefined || !schemaLibraries.has(library)) return [];
    return [[key, value, schemaHint(tracer, value, place)]];
  });
}

function schemaHint(tracer: Tracer, value: Node, place: Place): Hint {
  const path = tracer.trace(value, place)?.path ?? '';
  const type: ValueType | undefined = /number|port|\bint\b|num\(/.test(path)
    ? 'number'
    : /boolean|bool\(/.test(path)
      ? 'boolean'
      : /url|uri/.test(path)
        ? 'url'
        : undefined;
  const fallback = defaultOf(tracer, value, place);
  return { ...(type === undefined ? {} : { type }), ...(fallback === undefined ? {} : { fallback }) };
}

/** `.default(x)` on the way, or `{ default: x }` as envalid has it. */
function defaultOf(tracer: Tracer, value: Node, place: Place): string | undefined {
  for (let node: Node = value; node.type === 'CallExpression';) {
    const { callee } = node;
    const [first] = node.arguments;
    const method =
      callee.type === 'MemberExpression' ? plainKey(callee.property, callee.computed) : undefined;
    const given =
      method === 'default'
        ? first
        : first?.type === 'ObjectExpression'
          ? first.properties.flatMap((property) =>
              property.type === 'Property' && plainKey(property.key, false) === 'default'
                ? [property.value]
                : [],
            )[0]
          : undefined;
    const text = given === undefined ? undefined : literalText(tracer, given, place);
    if (text !== undefined) return text.slice(0, 80);
    if (callee.type !== 'MemberExpression') return undefined;
    node = callee.object;
  }
  return undefined;
}

function literalText(tracer: Tracer, node: Node, place: Place): string | undefined {
  if (node.type === 'Literal' && typeof node.value === 'boolean') return String(node.value);
  const text = textOf(tracer, node, place);
  return text?.variable.length === 0 ? text.text : undefined;
}
