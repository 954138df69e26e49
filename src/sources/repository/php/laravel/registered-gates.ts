import { walkSyntax } from '../../languages/syntax.ts';
import { bodyOfValue } from '../body.ts';
import type { PhpBody } from '../body.ts';
import { argumentValues } from '../calls.ts';
import type { PhpClass } from '../classes.ts';
import type { PhpCodebase } from '../codebase.ts';
import { evaluate } from '../evaluate.ts';
import { createMachine } from '../machine.ts';
import { memberName, receiverOf } from '../syntax.ts';
import { textOf } from '../value.ts';

/** What an application tells of its gates at its start. */
export interface Gates {
  /** `$policies` of a provider, `Gate::policy(…)`; the name of a model to that of its policy. */
  readonly policies: ReadonlyMap<string, string>;
  /** `Gate::define('edit-settings', …)`. */
  readonly named: ReadonlyMap<string, PhpBody>;
}

const read = new WeakMap<PhpCodebase, Gates>();

export function registeredGates(codebase: PhpCodebase): Gates {
  const known = read.get(codebase) ?? readGates(codebase);
  read.set(codebase, known);
  return known;
}

function readGates(codebase: PhpCodebase): Gates {
  const machine = createMachine(codebase, {});
  const policies = new Map<string, string>();
  const named = new Map<string, PhpBody>();
  for (const { path, text } of codebase.sources) {
    if (!/\$policies\b|Gate::(define|policy)\(/.test(text)) continue;
    const file = codebase.file(path);
    for (const declared of file?.classes.values() ?? []) {
      const scope = { file: declared.file, class: declared, variables: new Map() };
      const listed = declared.properties.get('policies')?.default;
      const list = listed === undefined ? undefined : evaluate(machine, listed, scope);
      for (const { key, value } of list?.kind === 'array' ? list.entries : [])
        if (key !== undefined) policies.set(key, textOf(value) ?? '');
      walkSyntax(declared.node, (node) => {
        const name = node.type === 'scoped_call_expression' ? memberName(node) : undefined;
        if (!/^(define|policy)$/.test(name ?? '') || !/(^|\\)Gate$/.test(receiverOf(node)?.text ?? ''))
          return;
        const [first, second] = argumentValues(machine, node, scope);
        const told = textOf(first?.value);
        if (told === undefined) return;
        if (name === 'policy') policies.set(told, textOf(second?.value) ?? '');
        const body = name === 'define' ? bodyOfValue(codebase, second?.value) : undefined;
        if (body !== undefined) named.set(told, body);
      });
    }
  }
  return { policies, named };
}

/** The policy of a model: the one that was told, else the one that is named like it. */
export function policyOf(codebase: PhpCodebase, model: string): PhpClass | undefined {
  const told = registeredGates(codebase).policies.get(model);
  return codebase.class(told ?? `${model.replace(/(^|\\)Models\\/, '$1Policies\\')}Policy`);
}
