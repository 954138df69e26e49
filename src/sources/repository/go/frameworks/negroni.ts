import type { Call } from '../machine/calls.ts';
import type { Machine } from '../machine/machine.ts';
import type { ResultValue, Value } from '../machine/value.ts';
import type { Framework } from './framework.ts';
import { ownedBy } from './framework.ts';
import { serve } from './net-http.ts';

const own = ['github.com/urfave/negroni', 'github.com/codegangsta/negroni'];

/** What was put into a stack of negroni, in order; one that is filled later is the same stack. */
const stacks = new WeakMap<Value, Value[]>();

/** negroni: handlers that each hand the request to the next one; `Wrap` makes one of what answers. */
export const negroni: Framework = {
  technology: 'negroni',
  owns: ownedBy(...own),
  types: {},
  call: (machine, { package: from, path }, call, receiver) => {
    if (!own.includes(from)) return undefined;
    const name = path.split('.').at(-1) ?? '';
    const stack = receiver === undefined ? undefined : stacks.get(receiver);
    if (stack !== undefined && receiver !== undefined) return ofStack(machine, receiver, stack, name, call);
    switch (path) {
      case 'New':
        return made(from, call.args, call);
      case 'Classic':
        return made(from, [], call);
      case 'HandlerFunc':
        return call.args[0];
      case 'Wrap':
      case 'WrapFunc':
        return { kind: 'result', package: from, path: answering, args: call.args, site: call.site };
      default:
        return undefined;
    }
  },
  method: () => undefined,
};

const answering = 'Wrap()';

const answerOf = (value: Value | undefined): Value | undefined =>
  value?.kind === 'result' && own.includes(value.package) && value.path === answering
    ? value.args[0]
    : undefined;

/** A stack; one that ends with what answers is a handler with the others around it. */
function made(from: string, items: readonly Value[], call: Call): Value {
  const all = items.flatMap((each) => stacks.get(each) ?? (each.kind === 'list' ? each.items : [each]));
  const last = answerOf(all.at(-1));
  if (last !== undefined) return around(all.slice(0, -1), last, call);
  const stack: ResultValue = { kind: 'result', package: from, path: 'New()', args: [], site: call.site };
  stacks.set(stack, [...all]);
  return stack;
}

const around = (all: readonly Value[], answer: Value, { site }: Call): Value =>
  all
    .filter((each) => answerOf(each) === undefined)
    .reduceRight<Value>((inner, by) => ({ kind: 'wrapped', by, inner, site }), answer);

function ofStack(
  machine: Machine,
  receiver: Value,
  stack: Value[],
  name: string,
  call: Call,
): Value | undefined {
  const [given] = call.args;
  switch (name) {
    case 'Use':
    case 'UseFunc':
      if (given !== undefined) stack.push(given);
      return receiver;
    case 'UseHandler':
    case 'UseHandlerFunc':
      if (given !== undefined) serve(machine, around(stack, given, call), call);
      return receiver;
    case 'With':
      return made(own[0] ?? '', [...stack, ...call.args], call);
    default:
      return undefined;
  }
}
