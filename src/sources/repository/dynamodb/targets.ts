import type { Node } from 'oxc-parser';
import type { Tracer } from '../code/tracing.ts';
import type { Place } from '../code/visit.ts';
import { dottedName, plainKey, unwrap } from '../javascript/syntax.ts';
import type { Locals } from './locals.ts';

/** A table as code names it. */
export type Target =
  | { readonly kind: 'text'; readonly text: string }
  /** A setting of the process, with what the code takes where it is absent. */
  | { readonly kind: 'environment'; readonly name: string; readonly otherwise?: string };

const deepest = 8;

/** What a `TableName` stands for: a text, or the setting that holds it. */
export function targetOf(
  tracer: Tracer,
  locals: Locals,
  given: Node | undefined,
  place: Place,
  depth = 0,
): Target | undefined {
  if (given === undefined || depth > deepest) return undefined;
  const node = given.type === 'ParenthesizedExpression' ? given.expression : given;
  const name = settingOf(node);
  if (name !== undefined) return { kind: 'environment', name };
  const follow = (next: Node | undefined, at: Place): Target | undefined =>
    targetOf(tracer, locals, next, at, depth + 1);
  switch (node.type) {
    case 'LogicalExpression':
      return withDefault(follow(node.left, place), follow(node.right, place));
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
    case 'ChainExpression':
      return follow(node.expression, place);
    case 'CallExpression':
      // `String(process.env.TABLE)`, `required('TABLE')`.
      return (
        settingRead(node) ?? (node.arguments.length === 1 ? follow(settingArgument(node), place) : undefined)
      );
    case 'TemplateLiteral': {
      const [only] = node.expressions;
      const bare = node.expressions.length === 1 && node.quasis.every(({ value }) => value.raw === '');
      if (bare && only !== undefined) return follow(only, place);
      break;
    }
    case 'Identifier':
      return named(tracer, locals, node, place, follow);
    case 'MemberExpression': {
      const key = plainKey(node.property, node.computed);
      if (key === undefined) return undefined;
      if (node.object.type === 'ThisExpression') {
        const field = tracer.field(key, place);
        return field?.binding.kind === 'value'
          ? follow(field.binding.node, { ...place, ...field })
          : undefined;
      }
      const outer = locals.object(node.object, place);
      return follow(outer?.fields.get(key), outer?.place ?? place);
    }
    default:
  }
  const text = locals.text(node, place);
  return text === undefined ? undefined : { kind: 'text', text: text.text };
}

function withDefault(left: Target | undefined, right: Target | undefined): Target | undefined {
  if (left?.kind !== 'environment' || right?.kind !== 'text') return left ?? right;
  return { ...left, otherwise: right.text };
}

function named(
  tracer: Tracer,
  locals: Locals,
  node: Extract<Node, { type: 'Identifier' }>,
  place: Place,
  follow: (next: Node | undefined, at: Place) => Target | undefined,
): Target | undefined {
  const local = locals.valueOf(node.name, node.start);
  if (local !== undefined) return follow(local.value, place);
  const found = tracer.find(node.name, place);
  if (found === undefined) return undefined;
  const { binding } = found;
  if (binding.kind === 'value') return follow(binding.node, { ...place, ...found });
  if (binding.kind !== 'part') return undefined;
  return dottedName(binding.node) === 'process.env' ? { kind: 'environment', name: binding.key } : undefined;
}

/** `process.env.TABLE`, `process.env['TABLE']`, `env.TABLE`. */
function settingOf(node: Node): string | undefined {
  if (node.type !== 'MemberExpression') return undefined;
  const key =
    plainKey(node.property, node.computed) ??
    (node.property.type === 'Literal' && typeof node.property.value === 'string'
      ? node.property.value
      : undefined);
  const owner = dottedName(node.object);
  return owner === 'process.env' || owner === 'env' ? key : undefined;
}

/** `config.get('TABLE')`: an argument that looks like a setting. */
function settingRead(node: Extract<Node, { type: 'CallExpression' }>): Target | undefined {
  const [first] = node.arguments;
  return first?.type === 'Literal' && typeof first.value === 'string' && /^[A-Z][A-Z0-9_]*$/.test(first.value)
    ? { kind: 'environment', name: first.value }
    : undefined;
}

const settingArgument = ({
  arguments: [first],
}: Extract<Node, { type: 'CallExpression' }>): Node | undefined =>
  first === undefined || first.type === 'SpreadElement' ? undefined : unwrap(first);
