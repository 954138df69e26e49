import type { Site, Value } from '../javascript/value.ts';
import { textOf } from '../javascript/value.ts';
import type { Given } from './routing.ts';
import type { Project } from './sails.ts';
import { tableOf } from './sails.ts';

/** Policies of an action: the entry that names it most closely holds alone. `true` lets everyone in. */
export function policiesFor(project: Project, action: string, site: Site): readonly Given[] {
  const found = closest(tableOf(project, 'config/policies', 'policies'), action);
  const items = found === undefined ? [] : found.kind === 'array' ? found.items : [found];
  return items.flatMap((item): readonly Given[] => {
    if (item.kind === 'function') return [{ value: item, site, conditional: false }];
    const name = textOf(item);
    if (name !== undefined)
      return [{ value: policyNamed(project, name), site, conditional: false, written: name }];
    if (item.kind === 'primitive' && item.value === false)
      return [
        {
          value: { kind: 'unknown', why: 'a policy', configured: false },
          site,
          conditional: false,
          written: 'denyAccess',
        },
      ];
    return [];
  });
}

function closest(policies: ReadonlyMap<string, Value>, action: string): Value | undefined {
  const wanted = action.split('/');
  let best: Value | undefined;
  let length = -1;
  const offer = (key: string, value: Value): void => {
    const parts = key.toLowerCase().split('/');
    const isWild = parts.at(-1) === '*';
    const own = isWild ? parts.slice(0, -1) : parts;
    if (!own.every((part, at) => part === wanted[at]) || (!isWild && own.length !== wanted.length)) return;
    const weight = own.length * 2 + (isWild ? 0 : 1);
    if (weight <= length) return;
    length = weight;
    best = value;
  };
  for (const [key, value] of policies) {
    const controller = /^(.*?)(?:Controller)?$/i.exec(key)?.[1] ?? key;
    if (value.kind === 'object')
      for (const [name, inner] of value.fields) offer(`${controller}/${name}`, inner);
    else offer(/Controller$/i.test(key) ? `${controller}/*` : key, value);
  }
  return best;
}

function policyNamed({ codebase, evaluator, folder }: Project, name: string): Value {
  const wanted = `${folder}api/policies/${name}`.toLowerCase();
  for (const path of codebase.files.keys()) {
    if (path.toLowerCase().replace(/\.[jt]s$/, '') !== wanted) continue;
    const value = evaluator.machine.importFrom(`/${path}`, path);
    if (value.kind === 'function') return { ...value, name };
  }
  return { kind: 'unknown', why: 'a policy that was not found', configured: false };
}
