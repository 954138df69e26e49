import { parseJson } from '../json.ts';
import type { JsonView } from '../json.ts';
import type { Value } from './value.ts';
import { arrayOf, objectOf, primitive, unknown } from './value.ts';

/** An imported JSON file as a value. */
export const jsonValue = (text: string): Value => valueOf(parseJson(text), 0);

function valueOf(view: JsonView, depth: number): Value {
  if (depth > 40) return unknown('JSON nested too deep');
  const simple = view.text() ?? view.number() ?? view.flag();
  if (simple !== undefined) return primitive(simple);
  if (!view.exists) return primitive(null);
  const items = view.items();
  if (items.length > 0) return arrayOf(items.map((item) => valueOf(item, depth + 1)));
  return objectOf(view.entries().map(([key, value]) => [key, valueOf(value, depth + 1)] as const));
}
