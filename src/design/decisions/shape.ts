import type { Decision, OptionShape } from '../../model/decision.ts';
import { quantityText } from '../../model/quantity.ts';
import { needsPartitions } from '../options/capacity-criteria.ts';
import { pinnedStyle, pinnedSwitch } from '../options/exclusions.ts';
import { better } from '../options/choose.ts';
import { becauseOf } from '../options/compare.ts';
import type { ComparedOption, Comparison } from '../options/result.ts';
import { shapeId, styles, styleTitle } from '../options/shapes.ts';
import { considered, decision, driversOf, figuresOf, revisitAt } from './draft.ts';

/** The style, with the best option of each style beside the chosen one, and wishes for a style answered. */
export function styleDecision(comparison: Comparison): Decision {
  const { problem, options, chosen, flips } = comparison;
  const pin = pinnedStyle(problem.brief.pins)?.pin;
  return decision({
    id: 'architecture-style',
    title: `Build ${article(styleTitle(chosen.shape.style))}`,
    context: `The code of ${problem.contexts.length} bounded contexts runs in one process, in one with workers, or in a process for each context. ${problem.teamSize.value} people have to look after it.`,
    drivers: driversOf(comparison, /^(latency|headroom|team|isolation|budget|availability)/),
    considered: styles.map((style) => {
      const best = options.filter(({ shape }) => shape.style === style).toSorted(better)[0];
      if (best === undefined || best.id === chosen.id)
        return considered(styleTitle(style), figuresOf(chosen, chosen).pros, figuresOf(chosen, chosen).cons);
      const { pros, cons } = figuresOf(best, chosen);
      return considered(best.title, pros, cons);
    }),
    outcome: `${chosen.title}. ${becauseOf(comparison)}`,
    consequences: [
      'contexts keep their own tables, events and interfaces, so that one of them can leave the process later',
      chosen.shape.style === 'services-per-context'
        ? 'calls between contexts cross the network and can fail alone'
        : 'a release carries all contexts at once',
      `what gives way first: ${chosen.bottleneck}, at ${quantityText({ value: chosen.ceiling, unit: 'requests/s' })}`,
    ],
    confirmation: ['layer-violation', 'import-cycle', 'no-headroom', 'objective-missed'],
    revisit:
      revisitAt(flips) ?? 'nothing within 1,000 times the load changes it; when a criterion is no longer met',
    pin,
    from: ['options sized and judged', `team of ${problem.teamSize.value}`],
  });
}

const article = (title: string): string =>
  title.startsWith('A ') ? `a ${title.slice(2)}` : `a ${title.charAt(0).toLowerCase()}${title.slice(1)}`;

type Switch = Exclude<keyof OptionShape, 'style' | 'zones'>;

interface SwitchWords {
  readonly key: Switch;
  readonly id: string;
  readonly with: string;
  readonly without: string;
  readonly context: string;
  readonly consequences: readonly string[];
  readonly confirmation: readonly string[];
  readonly criteria: RegExp;
}

const switches: readonly SwitchWords[] = [
  {
    key: 'replicas',
    id: 'read-replicas',
    with: 'Read replicas',
    without: 'All reads on the primary',
    context: 'Reads whose answer may be old can be taken off the primary by copies that lag.',
    consequences: [
      'only operations with a stated staleness may use a replica; everything else reads the primary',
      'lag is watched, and a replica that lags too far leaves the pool',
    ],
    confirmation: ['no-headroom'],
    criteria: /^(headroom|latency|connections)/,
  },
  {
    key: 'cache',
    id: 'cache',
    with: 'A cache',
    without: 'No cache',
    context: 'Answers that may be old and are the same for many people can be kept in memory.',
    consequences: [
      'each entry lives no longer than its reader accepts, and events drop it sooner',
      'losing the cache loses no fact; one load for each key at a time guards the database',
    ],
    confirmation: ['cache-without-expiry'],
    criteria: /^(headroom|latency|availability)/,
  },
  {
    key: 'partitioning',
    id: 'partitioning',
    with: 'Partitioned tables',
    without: 'Tables in one piece',
    context: 'Tables that only grow become slow to vacuum, to index and to clean.',
    consequences: [
      'old rows go by detaching a partition',
      'queries name the partition key, unique keys contain it, and a job makes partitions ahead of time',
    ],
    confirmation: ['ddl/schema-executes'],
    criteria: /^table-size/,
  },
  {
    key: 'asyncCheckout',
    id: 'slow-steps',
    with: 'Slow steps from a queue',
    without: 'The request waits for every step',
    context:
      'A foreign system in the path of a request lends it its latency, its outages and its rate limit.',
    consequences: [
      'the request answers 202 with a status resource, and clients ask there or are told by an event',
      'the queue repeats with an idempotency key; what fails for good is undone by the flow',
    ],
    confirmation: ['timeout-inversion', 'call-without-timeout', 'step-without-compensation'],
    criteria: /^(latency|integration|availability)/,
  },
  {
    key: 'sharding',
    id: 'sharding',
    with: 'Rows spread over shards',
    without: 'One primary for each database',
    context:
      'Copies and caches take reads off a primary; writes end with the largest machine, unless rows are spread by a key.',
    consequences: [
      'rows that belong to a user are spread by that user, others by their own id, and small tables that all need are copied to every shard',
      'a list or search that names no key asks every shard, waits for the slowest and needs all of them',
      'what changes rows of two shards is no longer one transaction: it becomes a flow with compensations',
      'shards are split in two when one is full; rows move while they are used, and a map says where each key lives',
    ],
    confirmation: ['no-headroom'],
    criteria: /^(headroom|latency|connections|availability)/,
  },
];

/** One decision for each part of the shape that could be there or not. */
export const switchDecisions = (comparison: Comparison): readonly Decision[] =>
  switches.flatMap((words) => {
    const other = opposite(comparison, words.key);
    return other === undefined || !isQuestion(comparison, words.key)
      ? []
      : [switchDecision(comparison, words, other)];
  });

/** The same option with one part added or taken away. */
function opposite({ options, chosen }: Comparison, key: Switch): ComparedOption | undefined {
  const id = shapeId({ ...chosen.shape, [key]: chosen.shape[key] !== true });
  return options.find((option) => option.id === id);
}

/** Partitions are no question without large tables, nor a queue without foreign systems; replicas and cache always are. */
function isQuestion({ problem, chosen }: Comparison, key: Switch): boolean {
  if (chosen.shape[key] === true) return true;
  if (key === 'sharding') return false;
  if (key === 'partitioning') return needsPartitions(problem);
  return key !== 'asyncCheckout' || problem.work.waiting.some(({ remote }) => remote.length > 0);
}

function switchDecision(comparison: Comparison, words: SwitchWords, other: ComparedOption): Decision {
  const { problem, chosen, flips } = comparison;
  const taken = chosen.shape[words.key] ?? false;
  const mine = figuresOf(chosen, chosen);
  const theirs = figuresOf(other, chosen);
  const missed = other.criteria.filter(({ met }) => !met).map((criterion) => criterion.words);
  const reason =
    missed.length > 0
      ? `the same design otherwise fails: ${missed.join('; ')}`
      : (other.excluded?.because ??
        `the same design otherwise has ${other.parts} moving parts and costs ${quantityText({ value: other.cost, unit: 'EUR/month' })}`);
  return decision({
    id: words.id,
    title: taken ? words.with : words.without,
    context: words.context,
    drivers: driversOf(comparison, words.criteria),
    considered: [
      considered(taken ? words.with : words.without, mine.pros, mine.cons),
      considered(taken ? words.without : words.with, theirs.pros, theirs.cons),
    ],
    outcome: `${taken ? words.with : words.without}: ${reason}.`,
    consequences: taken ? words.consequences : ['one part less to operate'],
    confirmation: taken ? words.confirmation : [],
    revisit:
      revisitAt(
        flips.filter(
          ({ input, to }) => /users|requests/.test(input) && to.includes(idPart(words.key)) !== taken,
        ),
      ) ?? 'when its drivers are no longer met',
    pin: pinnedSwitch(problem.brief.pins, words.key)?.pin,
    from: ['options with and without it, sized and judged'],
  });
}

/** How a part shows in the id of an option. */
const idPart = (key: Switch): string =>
  ({
    replicas: '+replicas',
    cache: '+cache',
    partitioning: '+partitions',
    asyncCheckout: '+queue',
    sharding: '+shards',
  })[key];
