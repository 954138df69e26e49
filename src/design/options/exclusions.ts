import type { Style } from '../../model/architecture.ts';
import type { Pin } from '../../model/brief.ts';
import type { OptionShape, ScoredOption } from '../../model/decision.ts';
import type { Origin, Sourced } from '../../model/origin.ts';
import { chooseProduct, isNone } from '../stack/choose.ts';
import { cachedReads } from '../sizing/hits.ts';
import { leastStaleness } from '../sizing/problem.ts';
import type { Problem } from '../sizing/problem.ts';
import { pinnedZones } from '../sizing/redundancy.ts';
import { sizeOption } from '../sizing/size.ts';
import { needsPartitions } from './capacity-criteria.ts';

type Exclusion = NonNullable<ScoredOption['excluded']>;

/** Why an option is out of the question whatever its figures are: a pin, a must, an avoid, or no use for a part of it. */
export function exclusionOf(problem: Problem, shape: OptionShape): Exclusion | undefined {
  return (
    byPin(problem, shape) ??
    byConstraint(problem, shape) ??
    withoutUse(problem, shape) ??
    withoutMajority(problem, shape)
  );
}

/** The style a word means; nothing for words that mean none. */
export function styleOf(text: string): Style | undefined {
  const word = text.toLowerCase();
  if (/micro-?services?|^services?\b|service per|soa\b|distributed/.test(word)) return 'services-per-context';
  if (/worker/.test(word)) return 'monolith-with-workers';
  if (/monolith|modulith/.test(word)) return 'modular-monolith';
  return undefined;
}

type Switch = Exclude<keyof OptionShape, 'style' | 'zones'>;

/** Words a brief uses for the parts of a shape that are there or not. */
const switches: readonly (readonly [key: Switch, words: RegExp, name: string])[] = [
  ['replicas', /^(read[- ]?)?replicas?$|^replication$/, 'read replicas'],
  ['cache', /^cach(e|es|ing)$/, 'a cache'],
  ['partitioning', /^partition(s|ing|ed tables)?$/, 'partitioned tables'],
  ['sharding', /^shard(s|ing|ed)?$/, 'rows spread over shards'],
  [
    'asyncCheckout',
    /^(async(hronous)?[- ])?(checkout|order[- ]processing|slow[- ]steps)$|^async(hronous)?$/,
    'slow steps from a queue',
  ],
];

const isStyleTopic = (topic: string): boolean =>
  /^(architecture|architecture-style|style|architecture_style)$/.test(topic);

/** Whether a pin on the checkout wants it done in the request. */
const refuses = (key: Switch, choose: string): boolean =>
  isNone(choose) || (key === 'asyncCheckout' && /^sync/i.test(choose));

/** The pin that speaks of the style or of a part of the shape, with what it wants. */
export function pinnedStyle(pins: readonly Pin[]): { readonly pin: Pin; readonly style: Style } | undefined {
  for (const pin of pins) {
    const style = isStyleTopic(pin.topic) ? styleOf(pin.choose) : undefined;
    if (style !== undefined) return { pin, style };
  }
  return undefined;
}

export function pinnedSwitch(
  pins: readonly Pin[],
  key: Switch,
): { readonly pin: Pin; readonly wanted: boolean } | undefined {
  const words = switches.find(([entry]) => entry === key)?.[1];
  const pin = pins.find(({ topic }) => words?.test(topic.toLowerCase()) === true);
  return pin === undefined ? undefined : { pin, wanted: !refuses(key, pin.choose) };
}

function byPin({ brief }: Problem, shape: OptionShape): Exclusion | undefined {
  const style = pinnedStyle(brief.pins);
  if (style !== undefined && style.style !== shape.style)
    return {
      because: `the brief pins ${style.pin.topic} to ${style.pin.choose}: ${style.pin.because}`,
      origin: style.pin.origin,
    };
  for (const [key, , name] of switches) {
    const pinned = pinnedSwitch(brief.pins, key);
    if (pinned !== undefined && pinned.wanted !== (shape[key] ?? false))
      return {
        because: `the brief pins ${pinned.pin.topic} to ${pinned.pin.choose}, which ${pinned.wanted ? 'asks for' : 'rules out'} ${name}: ${pinned.pin.because}`,
        origin: pinned.pin.origin,
      };
  }
  const zones = pinnedZones(brief);
  if (zones !== undefined && shape.zones !== undefined && zones.zones !== shape.zones)
    return {
      because: `the brief pins ${zones.pin.topic} to ${zones.pin.choose}: ${zones.pin.because}`,
      origin: zones.pin.origin,
    };
  return undefined;
}

function byConstraint({ brief }: Problem, shape: OptionShape): Exclusion | undefined {
  const { avoid, must } = brief.constraints;
  const said = (entry: Sourced<string>, what: string): Exclusion => ({
    because: `the brief avoids ${entry.value}: ${what}`,
    origin: entry.origin,
  });
  const style = avoid.find(({ value }) => styleOf(value) === shape.style);
  if (style !== undefined) return said(style, 'it is the style of this option');
  for (const [key, words, name] of switches) {
    const refused = avoid.find(({ value }) => words.test(value.toLowerCase()));
    if (refused !== undefined && shape[key] === true) return said(refused, `this option has ${name}`);
  }
  const cache = must['cache'];
  if (cache !== undefined && isNone(cache.value) === shape.cache)
    return {
      because: `the brief demands ${isNone(cache.value) ? 'no cache' : cache.value}`,
      origin: cache.origin,
    };
  const last = avoid.at(-1);
  if (shape.cache && last !== undefined && chooseProduct(brief, 'cache') === undefined)
    return said(last, 'no cache product is left');
  const broker = must['broker'];
  if (shape.style === 'services-per-context' && broker !== undefined && isNone(broker.value))
    return {
      because: 'the brief demands that there is no broker, and services hand over events by one',
      origin: broker.origin,
    };
  if (
    shape.style === 'services-per-context' &&
    last !== undefined &&
    chooseProduct(brief, 'broker') === undefined
  )
    return said(last, 'services hand over events by a broker, and no broker product is left');
  return undefined;
}

const noUse = (because: string, from: string): Exclusion => {
  const origin: Origin = { kind: 'derived', rule: 'a part without use is left out', from: [from] };
  return { because, origin };
};

function withoutUse(problem: Problem, shape: OptionShape): Exclusion | undefined {
  const { work, staleness, contexts } = problem;
  if (shape.style === 'services-per-context' && contexts.length < 2)
    return noUse('there is only one bounded context', 'contexts of the domain');
  if (shape.replicas && ![...staleness.values()].some((seconds) => seconds >= leastStaleness()))
    return noUse(
      'no read with a rate may be old, so replicas would serve nothing',
      'staleness of the operations',
    );
  if (shape.cache && cachedReads(problem, shape).length === 0)
    return noUse('no read with a rate may be old enough for a cache', 'staleness of the operations');
  if (shape.partitioning && !needsPartitions(problem))
    return noUse('no table grows so large that it would be partitioned', 'rows and bytes of the tables');
  if (shape.asyncCheckout && !work.waiting.some(({ remote }) => remote.length > 0))
    return noUse('no request with a rate waits for a foreign system', 'steps of the flows');
  return undefined;
}

/** Two of three nodes stand in one of two zones: the loss of that one stops them. */
function withoutMajority(problem: Problem, shape: OptionShape): Exclusion | undefined {
  if (shape.zones !== 2) return undefined;
  const { broker, search } = sizeOption(problem, shape, 1);
  if (!broker && search === undefined) return undefined;
  const what = broker ? 'a broker' : 'a search engine';
  return noUse(`${what} of three nodes loses its majority with the fuller of two zones`, `nodes of ${what}`);
}
