import { cell, list, names, paragraph, section, table } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import type { Backend } from '../../model/backend.ts';
import type { Station } from '../../model/load.ts';
import { derived } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';
import { quantityText } from '../../model/quantity.ts';
import { requirementsAbout } from '../requirements.ts';
import { atObjective } from './hop-budgets.ts';

/** Where load is refused before it becomes a queue, and what keeps one slow neighbour from taking all. */
export function shedding({ backend }: Basis): readonly (Section | undefined)[] {
  const { load, architecture } = backend;
  const shed = load.stations.filter(({ model, container }) => {
    const kind = architecture.containers.find(({ id }) => id === container)?.kind;
    return model !== 'delay' && (kind === 'application' || kind === 'gateway' || kind === 'worker');
  });
  const bulkheads = bulkheadsOf(architecture);
  return [
    section(
      {
        id: 'shedding',
        title: 'Where load is refused',
        items: shed.length > 0 && bulkheads.length > 0 ? ['5.9'] : [],
        answers: requirementsAbout(backend, 'policy', ['limits']),
      },
      table(
        [
          'tier',
          'refuse above',
          'open in one instance, at most',
          'waiting in one instance, at most',
          'answer',
        ],
        shed.map((station): readonly Cell[] => [
          station.container,
          station.knee,
          concurrencyLimit(backend, station),
          cell(queueLimit(backend, station)),
          '503 with Retry-After, cheapest work first to go',
        ]),
      ),
      shed.length === 0
        ? undefined
        : paragraph(
            'A request counts as open while anything is done for it, the database and foreign systems included. What waits longer than the objective leaves time for is answered too late for everybody behind it as well: it is refused at once.',
          ),
      orderOfRefusal(backend),
    ),
    ...guards(backend),
  ];
}

const bulkheadsOf = ({ connections }: Backend['architecture']) =>
  connections.filter(({ pool, circuitBreaker }) => pool !== undefined || circuitBreaker === true);

/** What keeps one slow neighbour, or one caller, from taking all. */
const guards = ({ architecture, trust }: Backend): readonly (Section | undefined)[] => {
  const bulkheads = bulkheadsOf(architecture);
  return [
    section(
      { id: 'bulkheads', title: 'Bulkheads' },
      table(
        ['from', 'to', 'at most, each instance', 'breaker', 'gives up after'],
        bulkheads.map(({ from, to, pool, circuitBreaker, timeout }) => [
          from,
          to,
          cell(pool),
          circuitBreaker === true ? 'yes' : 'no',
          cell(timeout),
        ]),
      ),
    ),
    section(
      { id: 'rate-limits', title: 'Limits of one caller' },
      table(
        ['applies to', 'per', 'at most', 'because'],
        trust.rateLimits.map(({ appliesTo, per, rate, because }) => [appliesTo, per, rate, because]),
      ),
    ),
  ];
};

const inSeconds = ({ value, unit }: Quantity): number => (unit === 'ms' ? value / 1000 : value);

const instancesOf = ({ architecture }: Backend, container: string): number =>
  Math.max(1, architecture.containers.find(({ id }) => id === container)?.instances?.value ?? 1);

/**
 * Requests that one instance works on at once when the tier is at its knee, by Little's law: what is open at peak grows
 * with the rate, and each of them waits one service time longer. Three standard deviations above the mean of a Poisson
 * number, so that the limit refuses next to nothing below the knee.
 */
function concurrencyLimit(backend: Backend, station: Station): Quantity {
  const { budgets, rates } = backend.load;
  const open = budgets.reduce((sum, { operation, workload, hops, mean }) => {
    const rate = rates.find((each) => each.operation === operation && each.workload === workload);
    const first = hops.find(({ container }) => container === 'gateway');
    const through = hops.some(({ container }) => container === station.container);
    const inside = inSeconds(mean) - (first === undefined ? 0 : inSeconds(first.mean));
    return rate === undefined || !through ? sum : sum + rate.peak.value * inside;
  }, 0);
  const { arrival, knee, service } = station;
  const grown = arrival.value === 0 ? 0 : open * (knee.value / arrival.value);
  const each = (grown + knee.value * inSeconds(service)) / instancesOf(backend, station.container);
  return derived(
    Math.max(1, Math.ceil(each + 3 * Math.sqrt(each))),
    'count',
    "Little's law at the knee + 3 √",
    [
      `${open.toPrecision(3)} requests open at peak`,
      `knee ${quantityText(knee)}`,
      `${instancesOf(backend, station.container)} instances`,
    ],
  );
}

/** Requests that may wait in one instance so that the last of them still meets the strictest objective. */
function queueLimit(backend: Backend, station: Station): Quantity | undefined {
  const left = backend.load.budgets.flatMap((budget) => {
    const computed = atObjective(budget);
    const through = budget.hops.some(({ container }) => container === station.container);
    return budget.objective === undefined || computed === undefined || !through
      ? []
      : [inSeconds(budget.objective.limit) - inSeconds(computed)];
  });
  if (left.length === 0 || station.service.value === 0) return undefined;
  const slack = Math.max(0, Math.min(...left));
  const pace = station.servers.value / inSeconds(station.service) / instancesOf(backend, station.container);
  return derived(
    Math.floor(slack * pace),
    'count',
    'time the strictest objective leaves × what one instance finishes',
    [
      `${(slack * 1000).toPrecision(3)} ms left at peak`,
      `${pace.toPrecision(3)} requests/s finished by one instance`,
    ],
  );
}

/** Reads that may be stale go first, flows that move money or goods last. */
function orderOfRefusal({ operations, load, processes }: Backend) {
  const critical = new Set(processes.flows.filter((flow) => flow.critical).map(({ trigger }) => trigger));
  const busy = load.rates.toSorted((a, b) => b.peak.value - a.peak.value);
  const staleFirst = busy.filter(({ operation }) => {
    const found = operations.find(({ id }) => id === operation);
    return found?.staleness !== undefined && !critical.has(operation);
  });
  const kept = busy.filter(({ operation }) => critical.has(operation));
  if (staleFirst.length === 0 && kept.length === 0) return undefined;
  return list([
    ...(staleFirst.length === 0
      ? []
      : [
          `First to be answered from a stale copy or refused: ${names(staleFirst.map(({ operation, peak }) => `${operation} (${quantityText(peak)})`))}.`,
        ]),
    ...(kept.length === 0 ? [] : [`Last: ${names(kept.map(({ operation }) => operation))}.`]),
  ]);
}
