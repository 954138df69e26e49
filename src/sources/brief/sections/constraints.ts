import { priceKeys } from '../../../model/brief.ts';
import type { Brief, Pin, PriceKey, Question } from '../../../model/brief.ts';
import type { Quantity, Sourced } from '../../../model/origin.ts';
import {
  childOf,
  flagAt,
  openAny,
  openMap,
  originOf,
  parts,
  quantityAt,
  report,
  requiredText,
  some,
  sourcedAt,
  textAt,
  textOf,
  textsAt,
  wordAt,
} from '../reading.ts';
import type { Reading, View } from '../reading.ts';
import { entry } from '../tree.ts';
import type { Node } from '../tree.ts';
import { parsePeople } from '../values/count.ts';
import { parseBudget, parsePrice, parsePriceFactor, parseTransferPrice } from '../values/size.ts';

export const constraintKeys = ['must', 'avoid', 'wishes', 'team', 'budget', 'prices', 'deadline'] as const;

/** The subjects a user may fix under `must`. */
export const mustKeys = [
  'language',
  'runtime',
  'framework',
  'database',
  'cache',
  'broker',
  'search',
  'hosting',
  'identity',
  'observability',
] as const;

export function readConstraints(reading: Reading, node: Node | undefined): Brief['constraints'] {
  const view = openMap(reading, node, 'constraints', constraintKeys);
  if (view === undefined) return { must: {}, avoid: [], wishes: [] };
  const team = openMap(reading, entry(view.node, 'team'), 'constraints.team', ['size', 'oncall']);
  const oncall = team && flagAt(reading, team, 'oncall');
  const oncallNode = team && childOf(team, 'oncall');
  return {
    must: readMust(reading, entry(view.node, 'must')),
    avoid: sourcedList(reading, view, 'avoid'),
    wishes: sourcedList(reading, view, 'wishes'),
    ...some({
      teamSize: team && quantityAt(reading, team, 'size', parsePeople),
      oncall:
        oncall === undefined || oncallNode === undefined
          ? undefined
          : { value: oncall, origin: originOf(reading, 'constraints.team.oncall', oncallNode) },
      budget: quantityAt(reading, view, 'budget', parseBudget),
      prices: readPrices(reading, entry(view.node, 'prices')),
      deadline: readDeadline(reading, view),
    }),
  };
}

function readPrices(reading: Reading, node: Node | undefined): Brief['constraints']['prices'] {
  const view = node && openMap(reading, node, 'constraints.prices', priceKeys);
  if (view === undefined) return undefined;
  const price = (key: PriceKey): Quantity | undefined =>
    quantityAt(
      reading,
      view,
      key,
      key.startsWith('managed-')
        ? parsePriceFactor
        : key === 'egress' || key === 'cross-zone'
          ? parseTransferPrice
          : parsePrice,
    );
  return some({
    vcpu: price('vcpu'),
    memory: price('memory'),
    storage: price('storage'),
    'managed-database': price('managed-database'),
    'managed-cache': price('managed-cache'),
    gateway: price('gateway'),
    egress: price('egress'),
    'cross-zone': price('cross-zone'),
  });
}

function readMust(reading: Reading, node: Node | undefined): Brief['constraints']['must'] {
  const view = openMap(reading, node, 'constraints.must', mustKeys);
  return Object.fromEntries(
    parts(view).flatMap((part): [string, Sourced<string>][] => {
      const text = textOf(reading, part.node, part.path);
      return text === undefined
        ? []
        : [[part.key, { value: text.toLowerCase(), origin: originOf(reading, part.path, part.node) }]];
    }),
  );
}

export function sourcedList(reading: Reading, view: View, key: string): readonly Sourced<string>[] {
  const node = childOf(view, key);
  const path = `${view.path}.${key}`;
  if (node?.kind === 'list')
    return node.items.flatMap((item, index) => {
      const text = textOf(reading, item, `${path}.${index}`);
      return text === undefined
        ? []
        : [{ value: text.toLowerCase(), origin: originOf(reading, `${path}.${index}`, item) }];
    });
  return textsAt(reading, view, key).map((text) => ({
    value: text.toLowerCase(),
    origin: originOf(reading, path, node ?? view.node),
  }));
}

/** A date (day, month or quarter), or the time there is. */
export const deadlinePattern =
  /^(\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?|\d{4}-Q[1-4]|\d{1,3} (days|weeks|months|years))$/;

function readDeadline(reading: Reading, view: View): Sourced<string> | undefined {
  const deadline = sourcedAt(reading, view, 'deadline');
  if (deadline === undefined || deadlinePattern.test(deadline.value)) return deadline;
  report(
    reading,
    childOf(view, 'deadline')?.place ?? view.node.place,
    'constraints.deadline cannot be read.',
    `"${deadline.value.slice(0, 40)}" is neither a date nor a time span.`,
    'Write 2027-06-01, 2027-06, 2027-Q2 or 6 months.',
  );
  return undefined;
}

/** `decisions:` — what the planner may not choose otherwise. */
export function readPins(reading: Reading, node: Node | undefined): readonly Pin[] {
  return items(reading, node, 'decisions').flatMap(({ item, path }) => {
    const view = openMap(reading, item, path, ['topic', 'choose', 'because']);
    const topic = view && requiredText(reading, view, 'topic', 'architecture-style');
    const choose = view && requiredText(reading, view, 'choose', 'modular-monolith');
    const because = view && requiredText(reading, view, 'because', 'the reason');
    if (topic === undefined || choose === undefined || because === undefined) return [];
    return [{ topic, choose, because, origin: originOf(reading, path, item) }];
  });
}

/** `open:` — questions that wait for an answer, with the default that holds until then. */
export function readOpenQuestions(reading: Reading, node: Node | undefined): readonly Question[] {
  return items(reading, node, 'open').flatMap(({ item, path }) => {
    const view = openMap(reading, item, path, [
      'id',
      'ask',
      'affects',
      'default',
      'effect',
      'impact',
      'answer',
    ]);
    const id = view && requiredText(reading, view, 'id', 'Q1');
    const ask = view && requiredText(reading, view, 'ask', 'the question');
    if (view === undefined || id === undefined || ask === undefined) return [];
    const standard = textAt(reading, view, 'default') ?? 'undecided';
    return [
      {
        id,
        ask,
        affects: textsAt(reading, view, 'affects'),
        default: standard,
        effect: textAt(reading, view, 'effect') ?? `The design goes on with "${standard}".`,
        impact: wordAt(reading, view, 'impact', ['high', 'medium', 'low']) ?? 'medium',
        ...some({ answer: textAt(reading, view, 'answer') }),
        origin: originOf(reading, path, item),
      },
    ];
  });
}

function items(
  reading: Reading,
  node: Node | undefined,
  path: string,
): readonly { readonly item: Node; readonly path: string }[] {
  if (node === undefined) return [];
  if (node.kind === 'list') return node.items.map((item, index) => ({ item, path: `${path}.${index}` }));
  if (node.kind === 'map' || node.value !== null) openAny(reading, node, path);
  if (node.kind === 'map')
    report(
      reading,
      node.place,
      `${path} must be a list.`,
      'Each entry is one item.',
      'Begin each with "- ".',
    );
  return [];
}
