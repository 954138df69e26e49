import { child, elements, flag, labelOf, members, resolve } from '../../../compatibility/located.ts';
import type { Located } from '../../../compatibility/located.ts';
import type { ApiOperation } from './view.ts';

/** A schema that an operation uses. */
export interface UsedSchema {
  readonly at: Located;
  /** What people call it: `Order.total`, or the parameter. */
  readonly label: string;
  /** The name of the property or parameter; empty for a body itself. */
  readonly name: string;
  readonly isSent: boolean;
  readonly isRead: boolean;
}

interface Found {
  readonly at: Located;
  readonly label: string;
  readonly name: string;
  isSent: boolean;
  isRead: boolean;
}

const single = ['items', 'additionalProperties', 'not', 'contains', 'if', 'then', 'else'];
const several = ['allOf', 'oneOf', 'anyOf', 'prefixItems'];

/** Walks what operations use; each place is visited once for each direction, so that cycles end. */
export function schemasOf(operations: readonly ApiOperation[]): readonly UsedSchema[] {
  const found = new Map<string, Found>();
  const visit = (start: Located, isSent: boolean, startName: string): void => {
    const waiting: (readonly [Located, string])[] = [[start, startName]];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const at = resolve(next[0]);
      if (flag(at, isSent ? 'readOnly' : 'writeOnly')) continue;
      const known = found.get(at.pointer);
      if (known !== undefined && (isSent ? known.isSent : known.isRead)) continue;
      const entry = known ?? {
        at,
        label: labelOf(at.pointer) || next[1],
        name: next[1],
        isSent: false,
        isRead: false,
      };
      if (isSent) entry.isSent = true;
      else entry.isRead = true;
      found.set(at.pointer, entry);
      waiting.push(...innerOf(at, next[1]));
    }
  };
  for (const operation of operations) {
    for (const { schema, name } of operation.parameters) if (schema !== undefined) visit(schema, true, name);
    for (const { schema } of operation.body) if (schema !== undefined) visit(schema, true, '');
    for (const { media } of operation.answers)
      for (const { schema } of media) if (schema !== undefined) visit(schema, false, '');
  }
  return [...found.values()];
}

function innerOf(at: Located, name: string): readonly (readonly [Located, string])[] {
  const properties = members(child(at, 'properties')).map(([key, schema]) => [schema, key] as const);
  const inner = single.flatMap((keyword) => child(at, keyword) ?? []);
  const lists = several.flatMap((keyword) => elements(child(at, keyword)));
  return [...properties, ...[...inner, ...lists].map((schema) => [schema, name] as const)];
}
