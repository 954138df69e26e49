import type { Value } from '../../javascript/value.ts';
import { textOf } from '../../javascript/value.ts';

/** Names in metadata: texts, texts in lists, texts and set flags of an object. */
export function textsOf(value: Value, depth = 0): readonly string[] {
  const text = textOf(value);
  if (text !== undefined) return [text];
  if (depth > deepest) return [];
  if (value.kind === 'array') return value.items.flatMap((item) => textsOf(item, depth + 1));
  if (value.kind !== 'object' || value.shape !== undefined) return [];
  return [...value.fields].flatMap(([key, field]) =>
    field.kind === 'primitive' && field.value === true ? [key] : textsOf(field, depth + 1),
  );
}

/** Lists and objects of the target may hold themselves. */
const deepest = 6;
