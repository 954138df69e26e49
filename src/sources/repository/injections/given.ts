import type { Callee } from '../callers/frame.ts';
import type { CallShape } from '../callers/shapes.ts';
import { parametersOf } from '../callers/shapes.ts';
import { inField } from '../languages/syntax.ts';
import { valueOf } from './expressions.ts';
import type { Frame } from './frame.ts';
import type { Value } from './sent.ts';
import { nothing } from './sent.ts';
import { holdsText } from './words.ts';

/** What the parameters of a function hold when a call runs it. */
export function calledWith(
  frame: Frame,
  { args, receiver, node }: CallShape,
  callee: Callee,
  isOneOfMany: boolean,
): ReadonlyMap<string, Value> {
  const own = parametersOf(callee.node);
  const [first] = own;
  const isMethod = first !== undefined && /^(self|cls)$/.test(first.name);
  // `Item.method(item, …)` gives the receiver itself.
  const parameters = isMethod && (receiver !== undefined || args.length < own.length) ? own.slice(1) : own;
  const given = new Map<string, Value>();
  for (const [at, { name, isSpread, value }] of args.entries()) {
    const parameter = name ?? (isSpread ? undefined : parameters[at]?.name);
    const held = valueOf(frame, value);
    if (parameter === undefined || held === nothing || !takes(callee, parameter, isOneOfMany)) continue;
    given.set(
      parameter,
      passed(frame, held, parameter, inField(callee.node, 'name')?.text ?? 'a function', node.line),
    );
  }
  return given;
}

/** Whether the declared type of a parameter lets text in; of methods of Java that share their name only those of texts do. */
function takes({ lines, node }: Callee, parameter: string, isOneOfMany: boolean): boolean {
  if (lines.file.endsWith('.py')) return true;
  const own = parametersOf(node).find(({ name }) => name === parameter);
  const holds = holdsText(own?.node.children.find(({ field }) => field === 'type')?.text);
  return holds !== false && (holds === true || !isOneOfMany || lines.file.endsWith('.go'));
}

function passed({ file }: Frame, value: Value, parameter: string, name: string, line: number): Value {
  const { sent } = value;
  if (sent === undefined) return value;
  const step = { what: `passed as ${parameter} to ${name}`, origin: { kind: 'read' as const, file, line } };
  return { ...value, sent: { ...sent, steps: [...sent.steps, step] } };
}
