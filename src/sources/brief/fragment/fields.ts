import type { Field } from '../../../model/domain.ts';
import {
  openAny,
  openMap,
  originOf,
  parsedOf,
  parts,
  report,
  requiredText,
  some,
  textAt,
} from '../reading.ts';
import type { Reading } from '../reading.ts';
import { entry } from '../tree.ts';
import type { Node } from '../tree.ts';
import { parseField } from '../values/field.ts';

/** Fields by name; a field is one text, or a map `{ type, about }`. */
export function readFields(reading: Reading, node: Node | undefined, path: string): readonly Field[] {
  return parts(openAny(reading, node, path)).flatMap((part) => {
    if (!/^[a-z][a-z0-9_]{0,59}$/.test(part.key))
      report(
        reading,
        part.place,
        `"${part.key.slice(0, 60)}" cannot name a field.`,
        'Fields are words in snake_case.',
        'Write placed_at, for example.',
      );
    const origin = originOf(reading, part.path, part.node);
    if (part.node.kind !== 'map') {
      const statement = parsedOf(reading, part.node, part.path, parseField);
      return statement === undefined ? [] : [{ name: part.key, ...statement, origin }];
    }
    const view = openMap(reading, part.node, part.path, ['type', 'about']);
    if (view === undefined || requiredText(reading, view, 'type', 'string <=80') === undefined) return [];
    const statement = parsedOf(reading, entry(view.node, 'type'), `${part.path}.type`, parseField);
    return statement === undefined
      ? []
      : [{ name: part.key, ...statement, ...some({ about: textAt(reading, view, 'about') }), origin }];
  });
}
