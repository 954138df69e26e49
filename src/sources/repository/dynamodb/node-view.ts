import type { Node } from 'oxc-parser';
import type { Place } from '../code/visit.ts';
import { lineAt } from '../javascript/parse.ts';
import { dottedName, unwrap } from '../javascript/syntax.ts';
import type { View } from './definition.ts';
import type { Locals } from './locals.ts';

const enumerations =
  /(^|\.)(AttributeType|BillingMode|KeyType|ProjectionType|StreamViewType|ScalarAttributeType)\.(\w+)$/;

/** An object literal of code, read as a template is. */
export function viewOfNode(locals: Locals, node: Node | undefined, place: Place): View {
  const line = node === undefined ? 1 : lineAt(place.file, node.start);
  const items = (): readonly View[] => {
    const list = node?.type === 'TSAsExpression' ? unwrap(node.expression) : node;
    return list?.type === 'ArrayExpression'
      ? list.elements.flatMap((each) => (each === null ? [] : [viewOfNode(locals, each, place)]))
      : [];
  };
  return {
    exists: node !== undefined,
    line,
    tag: () => undefined,
    flag: () => (node?.type === 'Literal' && typeof node.value === 'boolean' ? node.value : undefined),
    text: () => {
      if (node === undefined) return undefined;
      if (node.type === 'Literal' && typeof node.value === 'boolean') return String(node.value);
      return enumerations.exec(dottedName(node) ?? '')?.[3] ?? locals.text(node, place)?.text;
    },
    items,
    at: (key) => {
      const shape = locals.object(node, place);
      return viewOfNode(locals, shape?.fields.get(key), shape?.place ?? place);
    },
    entries: () => {
      const shape = locals.object(node, place);
      return [...(shape?.fields ?? [])].map(
        ([key, value]) => [key, viewOfNode(locals, value, shape?.place ?? place)] as const,
      );
    },
  };
}
