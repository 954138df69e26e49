import type { Endpoint } from '../model/api.ts';
import type { Backend } from '../model/backend.ts';
import { compareText } from '../model/text.ts';

/** A role that gets an answer without some of its fields. */
export interface Mask {
  readonly role: string;
  readonly absent: readonly string[];
}

/** Which fields of its answer an operation leaves out for which role: those of the classes the role is masked for. */
export function masksOf({ api, trust }: Backend, endpoint: Endpoint): readonly Mask[] {
  const name = endpoint.responses.find(({ status, schema }) => status < 300 && schema !== undefined)?.schema;
  const schema = api.schemas.find((each) => each.name === name);
  const classes = new Map<string, Set<string>>();
  for (const { role, operation, effect, mask } of trust.permissions)
    if (operation === endpoint.operation && effect === 'allow' && mask !== undefined)
      classes.set(role, (classes.get(role) ?? new Set()).add(mask));
  return [...classes]
    .map(([role, masked]) => ({
      role,
      absent: (schema?.properties ?? [])
        .filter(({ dataClass }) => dataClass !== undefined && masked.has(dataClass))
        .map((property) => property.name),
    }))
    .filter(({ absent }) => absent.length > 0)
    .sort((a, b) => compareText(a.role, b.role));
}
