import { run } from './calls.ts';
import type { Given, Machine } from './machine.ts';
import type { Value } from './value.ts';
import { isSetting, unknownValue } from './value.ts';

/** `apply`, `let`, `also`, `run`, `with` and loops over lists. */
export function scopeFunction(
  machine: Machine,
  name: string,
  on: Value | undefined,
  args: readonly Given[],
): Value | undefined {
  const last = args.at(-1)?.value;
  if (last === undefined || (last.kind !== 'closure' && last.kind !== 'method')) {
    if (/^(listOf|asList|of|setOf|arrayOf|mutableListOf|arrayListOf)$/.test(name))
      return { kind: 'list', items: args.map(({ value }) => value) };
    return undefined;
  }
  if (name === 'with' && on === undefined && args[0] !== undefined)
    return run(machine, last, [], args[0].value);
  if (on === undefined) return undefined;
  switch (name) {
    case 'apply':
      run(machine, last, [on], on);
      return on;
    case 'also':
    case 'ifPresent':
      run(machine, last, [on]);
      return on;
    case 'let':
      return run(machine, last, [on]);
    case 'run':
      return run(machine, last, [], on);
    case 'forEach':
      for (const item of on.kind === 'list' ? on.items.slice(0, 200) : [isSetting(on) ? on : unknownValue])
        run(machine, last, [item]);
      return unknownValue;
    default:
      return undefined;
  }
}
