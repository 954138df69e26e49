import type { DomainEvent, Flow, FlowStep } from '../../../model/domain.ts';
import {
  flagAt,
  openAny,
  openMap,
  originOf,
  parsedAt,
  parts,
  quantityAt,
  report,
  requiredText,
  some,
  textAt,
  textOf,
  textsAt,
} from '../reading.ts';
import type { Reading, View } from '../reading.ts';
import { effectKeys, effectsAt, statementsAt, undoAt, undoKeys } from './effects.ts';
import { entry } from '../tree.ts';
import type { Node } from '../tree.ts';
import { parsePlainCount } from '../values/count.ts';
import { parseDuration } from '../values/duration.ts';
import { operationId, parseOperation } from '../values/operation.ts';

const eventName = /^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$/;

export function readEvents(
  reading: Reading,
  node: Node | undefined,
  path: string,
  context: string,
): readonly DomainEvent[] {
  return parts(openAny(reading, node, path)).flatMap((part) => {
    if (!eventName.test(part.key))
      report(
        reading,
        part.place,
        `"${part.key.slice(0, 60)}" cannot name an event.`,
        'An event is named by its entity and what happened to it.',
        'Write order.placed, for example.',
      );
    const view = openMap(reading, part.node, part.path, [
      'entity',
      'in',
      'payload',
      'consumers',
      'ordered-by',
    ]);
    if (view === undefined) return [];
    const entity = requiredText(reading, view, 'entity', 'Order');
    if (entity === undefined) return [];
    const consumers = parts(openAny(reading, entry(view.node, 'consumers'), `${part.path}.consumers`)).map(
      (consumer) => readConsumer(reading, consumer),
    );
    return [
      {
        name: part.key,
        entity,
        producer: textAt(reading, view, 'in') ?? context,
        consumers,
        payload: textsAt(reading, view, 'payload'),
        ...some({ orderedBy: textAt(reading, view, 'ordered-by') }),
        origin: originOf(reading, part.path, part.node),
      },
    ];
  });
}

/** `orders: note the refund`, or `{ do: note the refund, sql: … }`. */
function readConsumer(
  reading: Reading,
  { key, node, path }: { readonly key: string; readonly node: Node; readonly path: string },
): DomainEvent['consumers'][number] {
  if (node.kind !== 'map') return { context: key, action: textOf(reading, node, path) ?? '' };
  const view = openMap(reading, node, path, ['do', ...effectKeys]);
  if (view === undefined) return { context: key, action: '' };
  return {
    context: key,
    action: requiredText(reading, view, 'do', 'note the refund') ?? '',
    ...some({ effects: effectsAt(reading, view) }),
  };
}

export function readFlows(
  reading: Reading,
  node: Node | undefined,
  path: string,
  context: string,
): readonly Flow[] {
  return parts(openAny(reading, node, path)).flatMap((part) => {
    const view = openMap(reading, part.node, part.path, [
      'name',
      'in',
      'trigger',
      'critical',
      'invariant',
      'steps',
      'given',
    ]);
    if (view === undefined) return [];
    const given = statementsAt(reading, view, 'given');
    const trigger = parsedAt(reading, view, 'trigger', parseOperation);
    if (trigger === undefined) requiredText(reading, view, 'trigger', 'create Order');
    return [
      {
        id: part.key,
        name: textAt(reading, view, 'name') ?? part.key,
        context: textAt(reading, view, 'in') ?? context,
        trigger: trigger === undefined ? '' : operationId(trigger),
        steps: readSteps(reading, entry(view.node, 'steps'), `${part.path}.steps`, context),
        ...some({ invariant: textAt(reading, view, 'invariant') }),
        ...(given.length === 0 ? {} : { given }),
        critical: flagAt(reading, view, 'critical') ?? false,
        origin: originOf(reading, part.path, part.node),
      },
    ];
  });
}

const stepKeys = [
  'id',
  'do',
  'at',
  'undo',
  'pivot',
  'timeout',
  'attempts',
  'key',
  'publish',
  'on',
  ...effectKeys,
  ...undoKeys,
] as const;

function readSteps(
  reading: Reading,
  node: Node | undefined,
  path: string,
  context: string,
): readonly FlowStep[] {
  if (node?.kind !== 'list') {
    const place = node?.place ?? { line: 1, column: 1 };
    report(
      reading,
      place,
      `${path} must be a list of steps.`,
      'A flow is told step by step.',
      'Write - { do: reserve stock, at: inventory }.',
    );
    return [];
  }
  const used = new Set<string>();
  return node.items.flatMap((item, index) => {
    const view = openMap(reading, item, `${path}.${index}`, stepKeys);
    const step = view === undefined ? undefined : readStep(reading, view, context);
    if (step === undefined) return [];
    const id = used.has(step.id) ? `${step.id}-${index + 1}` : step.id;
    used.add(id);
    return [{ ...step, id }];
  });
}

const kebab = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

function operationAt(reading: Reading, view: View): string | undefined {
  const operation = parsedAt(reading, view, 'on', parseOperation);
  return operation && operationId(operation);
}

/** A step that publishes has the event's name as its action. */
function readStep(reading: Reading, view: View, context: string): FlowStep | undefined {
  const published = textAt(reading, view, 'publish');
  const action = published ?? requiredText(reading, view, 'do', 'reserve stock');
  if (action === undefined) return undefined;
  const at = textAt(reading, view, 'at') ?? context;
  return {
    id: textAt(reading, view, 'id') ?? kebab(published === undefined ? action : `publish ${action}`),
    action,
    at,
    kind: published !== undefined ? 'publish' : at.startsWith('integration:') ? 'remote' : 'local',
    ...some({
      compensation: textAt(reading, view, 'undo'),
      pivot: flagAt(reading, view, 'pivot'),
      timeout: quantityAt(reading, view, 'timeout', parseDuration),
      attempts: quantityAt(reading, view, 'attempts', parsePlainCount),
      idempotencyKey: textAt(reading, view, 'key'),
      on: operationAt(reading, view),
      effects: effectsAt(reading, view),
      undo: undoAt(reading, view),
    }),
  };
}
