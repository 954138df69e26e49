import type { AccessRule, Actor } from '../../../model/brief.ts';
import type { AuditEvent, Control, TestIdea, Threat } from '../../../model/domain.ts';
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
  textOf,
  textsAt,
  wordAt,
} from '../reading.ts';
import type { Reading, View } from '../reading.ts';
import type { Node } from '../tree.ts';
import { parseAccess } from '../values/access.ts';

const machine = /(^|-)(provider|system|service|gateway|partner|bot|device|webhook|scheduler|erp|crm|psp)$/;

/** A list of names, or a map from name to `person` or `system`. A name that ends like a machine's is one. */
export function readActors(reading: Reading, node: Node | undefined, path: string): readonly Actor[] {
  const list =
    node?.kind === 'list' ? node.items.map((item, index) => ({ item, at: `${path}.${index}` })) : [];
  const listed = list.flatMap(({ item, at }) => {
    const name = textOf(reading, item, at);
    return name === undefined ? [] : [actor(reading, name, undefined, at, item)];
  });
  if (node === undefined || node.kind === 'list') return listed;
  return parts(openAny(reading, node, path)).map((part) =>
    actor(reading, part.key, textOf(reading, part.node, part.path), part.path, part.node),
  );
}

function actor(reading: Reading, name: string, kind: string | undefined, path: string, node: Node): Actor {
  if (!/^[a-z][a-z0-9-]*$/.test(name))
    report(
      reading,
      node.place,
      `"${name.slice(0, 60)}" cannot name an actor.`,
      'Actors are words in kebab-case.',
      'Write payment-provider, for example.',
    );
  if (kind !== undefined && kind !== 'person' && kind !== 'system')
    report(
      reading,
      node.place,
      `${path}: "${kind.slice(0, 40)}" is no kind of actor.`,
      'An actor is a person or a system.',
      'Write person or system.',
    );
  const isSystem = kind === 'system' || (kind === undefined && machine.test(name));
  return { name, kind: isSystem ? 'system' : 'person', origin: originOf(reading, path, node) };
}

export function readAccess(reading: Reading, node: Node | undefined, path: string): readonly AccessRule[] {
  if (node === undefined) return [];
  if (node.kind !== 'list') {
    report(
      reading,
      node.place,
      `${path} must be a list.`,
      'Each access rule is one line.',
      'Write - customer may read Order where owner.',
    );
    return [];
  }
  return rejoined(node.items).flatMap((item, index) => {
    const rule = parsedOf(reading, item, `${path}.${index}`, parseAccess);
    return rule === undefined ? [] : [{ ...rule, origin: originOf(reading, `${path}.${index}`, item) }];
  });
}

/**
 * In a flow list `[customer may read, list Order, support may read Order]` the commas of a rule also separate items;
 * an item without `may` therefore continues the one before it.
 */
function rejoined(items: readonly Node[]): readonly Node[] {
  const result: Node[] = [];
  for (const item of items) {
    const last = result.at(-1);
    if (
      item.kind === 'scalar' &&
      last?.kind === 'scalar' &&
      !/\smay\s/.test(item.text) &&
      /\smay\s/.test(last.text)
    )
      result[result.length - 1] = {
        ...last,
        value: `${last.text}, ${item.text}`,
        text: `${last.text}, ${item.text}`,
      };
    else result.push(item);
  }
  return result;
}

const levels = ['1', '2', '3'] as const;
const level = (reading: Reading, view: View, key: string): 1 | 2 | 3 => {
  const word = wordAt(reading, view, key, levels);
  return word === '1' ? 1 : word === '3' ? 3 : 2;
};

export function readThreats(
  reading: Reading,
  node: Node | undefined,
  path: string,
  context: string,
): readonly Threat[] {
  return parts(openAny(reading, node, path)).flatMap((part) => {
    const view = openMap(reading, part.node, part.path, [
      'stride',
      'target',
      'title',
      'cwe',
      'likelihood',
      'impact',
      'controls',
      'in',
    ]);
    if (view === undefined) return [];
    const stride = wordAt(reading, view, 'stride', ['S', 'T', 'R', 'I', 'D', 'E']);
    const target = requiredText(reading, view, 'target', 'Order');
    const title = requiredText(reading, view, 'title', 'what an attacker does');
    if (stride === undefined) requiredText(reading, view, 'stride', 'one of S, T, R, I, D, E');
    if (stride === undefined || target === undefined || title === undefined) return [];
    return [
      {
        id: part.key,
        stride,
        target,
        title,
        ...some({ cwe: textAt(reading, view, 'cwe') }),
        likelihood: level(reading, view, 'likelihood'),
        impact: level(reading, view, 'impact'),
        controls: textsAt(reading, view, 'controls'),
        context: textAt(reading, view, 'in') ?? context,
        origin: originOf(reading, part.path, part.node),
      },
    ];
  });
}

export function readControls(
  reading: Reading,
  node: Node | undefined,
  path: string,
  context: string,
): readonly Control[] {
  return parts(openAny(reading, node, path)).flatMap((part) => {
    const view = openMap(reading, part.node, part.path, ['title', 'how', 'standards', 'in']);
    const title = view && requiredText(reading, view, 'title', 'what is done');
    const how = view && requiredText(reading, view, 'how', 'how it is done here');
    if (view === undefined || title === undefined || how === undefined) return [];
    const origin = originOf(reading, part.path, part.node);
    return [
      {
        id: part.key,
        title,
        how,
        standards: textsAt(reading, view, 'standards'),
        context: textAt(reading, view, 'in') ?? context,
        origin,
      },
    ];
  });
}

const testKinds = ['property', 'contract', 'concurrency', 'security', 'failure'] as const;

export function readTests(
  reading: Reading,
  node: Node | undefined,
  path: string,
  context: string,
): readonly TestIdea[] {
  return parts(openAny(reading, node, path)).flatMap((part) => {
    const view = openMap(reading, part.node, part.path, ['kind', 'entity', 'statement', 'in']);
    const kind = view && wordAt(reading, view, 'kind', testKinds);
    const statement = view && requiredText(reading, view, 'statement', 'what always holds');
    if (view === undefined || statement === undefined) return [];
    return [
      {
        id: part.key,
        kind: kind ?? 'property',
        ...some({ entity: textAt(reading, view, 'entity') }),
        statement,
        context: textAt(reading, view, 'in') ?? context,
        origin: originOf(reading, part.path, part.node),
      },
    ];
  });
}

export function readAudit(
  reading: Reading,
  node: Node | undefined,
  path: string,
  context: string,
): readonly AuditEvent[] {
  return parts(openAny(reading, node, path)).flatMap((part) => {
    const view = openMap(reading, part.node, part.path, ['entity', 'when', 'in']);
    const entity = view && requiredText(reading, view, 'entity', 'Order');
    const when = view && requiredText(reading, view, 'when', 'an order is cancelled');
    if (view === undefined || entity === undefined || when === undefined) return [];
    const origin = originOf(reading, part.path, part.node);
    return [{ name: part.key, entity, when, context: textAt(reading, view, 'in') ?? context, origin }];
  });
}
