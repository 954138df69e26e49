import type { Node, RangeVar } from 'libpg-query';

/** Every relation a statement names, wherever it stands. */
export function relationsIn(node: Node): readonly RangeVar[] {
  const found: RangeVar[] = [];
  collect(node, found);
  return found;
}

function collect(value: unknown, found: RangeVar[]): void {
  if (Array.isArray(value)) for (const item of value) collect(item, found);
  else if (typeof value === 'object' && value !== null) {
    if (isRangeVar(value)) found.push(value);
    for (const part of Object.values(value)) if (typeof part === 'object') collect(part, found);
  }
}

const isRangeVar = (value: object): value is RangeVar =>
  'relname' in value && typeof value.relname === 'string' && 'relpersistence' in value;

/** The relation a statement is mainly about. */
export function mainRelation(node: Node): RangeVar | undefined {
  const [body]: readonly unknown[] = Object.values(node);
  if (typeof body !== 'object' || body === null || !('relation' in body)) return undefined;
  const { relation } = body;
  if (typeof relation !== 'object' || relation === null) return undefined;
  return isRangeVar(relation) ? relation : undefined;
}
