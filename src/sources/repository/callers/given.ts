import type { Callee } from './frame.ts';
import type { Mark } from './mark.ts';
import { partOf, unmarked } from './mark.ts';
import { parametersOf } from './shapes.ts';
import type { CallShape } from './shapes.ts';

/** What the parameters of a function hold when a call runs it. */
export function givenTo(
  { node }: Callee,
  { args, receiver }: CallShape,
  values: readonly Mark[],
  on: Mark,
): ReadonlyMap<string, Mark> {
  const given = new Map<string, Mark>();
  const own = parametersOf(node);
  const [first] = own;
  const isMethod = first !== undefined && /^(self|cls)$/.test(first.name);
  if (isMethod && receiver !== undefined) given.set(first.name, { ...on, context: false });
  const parameters = isMethod ? own.slice(1) : own;
  for (const [at, { name, isSpread }] of args.entries()) {
    const mark = values[at] ?? unmarked;
    const parameter = name ?? (isSpread ? undefined : parameters[at]?.name);
    if (parameter !== undefined) given.set(parameter, mark);
    else for (const each of parameters) if (!given.has(each.name)) given.set(each.name, partOf(mark));
  }
  return given;
}
