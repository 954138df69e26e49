import { product, quotient, sum } from '../../model/amounts.ts';
import { longestBackOff } from '../../model/back-off.ts';
import { cell, names, section, table, warning } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import { inMs } from '../database/pools.ts';
import type { Connection } from '../../model/architecture.ts';
import type { Backend } from '../../model/backend.ts';
import { derived } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';

/** A caller and one call it makes while somebody waits for it. */
interface Link {
  readonly outer: Connection;
  readonly inner: Connection;
  /** All attempts of the inner call together. */
  readonly need: Quantity;
  readonly have: Quantity;
  readonly fits: boolean;
}

/** Every pair of calls in a row: the outer one must outlast all attempts of the inner one. */
function links({ architecture }: Backend): readonly Link[] {
  const waiting = architecture.connections.filter(
    ({ synchronous, timeout }) => synchronous && timeout !== undefined,
  );
  return waiting.flatMap((outer) =>
    waiting.flatMap((inner) => {
      if (inner.from !== outer.to || inner.id === outer.id) return [];
      if (outer.timeout === undefined || inner.timeout === undefined) return [];
      const attempts = inner.attempts ?? derived(1, 'count', 'one attempt', ['no retry is stated']);
      const tries = product(
        [
          ['timeout', inMsQuantity(inner.timeout)],
          ['attempts', attempts],
        ],
        'ms',
        'timeout × attempts',
      );
      const pauses = derived(
        longestBackOff(attempts.value),
        'ms',
        'longest pauses between attempts, full jitter',
        [`${attempts.value} attempts`],
      );
      const need = sum(
        [
          ['all attempts', tries],
          ['pauses between them', pauses],
        ],
        'ms',
        'timeout × attempts + pauses',
      );
      const have = inMsQuantity(outer.timeout);
      return [{ outer, inner, need, have, fits: have.value >= need.value }];
    }),
  );
}

/** Callers that wait equally long for the same thing stand in one row. */
function alike(all: readonly Link[]): readonly (Link & { readonly callers: readonly string[] })[] {
  const key = ({ outer, inner, have }: Link): string => `${outer.to} ${inner.id} ${have.value}`;
  const first = new Map(all.toReversed().map((link) => [key(link), link]));
  return all
    .filter((link) => first.get(key(link)) === link)
    .map((link) => ({
      ...link,
      callers: all.filter((each) => key(each) === key(link)).map(({ outer }) => outer.from),
    }));
}

const inMsQuantity = (value: Quantity): Quantity =>
  value.unit === 'ms' ? value : { ...value, value: inMs(value), unit: 'ms', ...scaledEnds(value) };

const scaledEnds = ({ low, high, unit }: Quantity): Partial<Quantity> => {
  const factor = unit === 's' ? 1000 : 1;
  return {
    ...(low === undefined ? {} : { low: low * factor }),
    ...(high === undefined ? {} : { high: high * factor }),
  };
};

/** Timeouts that agree, pools that are large enough, retries that do not multiply. */
export function limits({ backend }: Basis): readonly (Section | undefined)[] {
  const all = links(backend);
  const broken = all.filter(({ fits }) => !fits);
  const pooled = poolRows(backend);
  return [
    section(
      {
        id: 'timeouts',
        title: 'Timeouts along each path',
        items: all.length > 0 && pooled.length > 0 ? ['5.7'] : [],
      },
      table(
        ['caller waits', 'for at most', 'inside it calls', 'which needs at most', 'fits'],
        alike(all).map(({ callers, outer, inner, need, have, fits }) => [
          `${names(callers)} → ${outer.to}`,
          have,
          `${inner.from} → ${inner.to}`,
          need,
          fits ? 'yes' : 'no',
        ]),
      ),
      broken.length === 0
        ? undefined
        : warning(
            `${broken.map(({ outer, inner }) => `${outer.from} gives up on ${outer.to} while ${outer.to} still waits for ${inner.to}`).join('; ')}: work is done for nobody.`,
          ),
    ),
    section(
      { id: 'busy-connections', title: 'Pools against the connections that are busy' },
      table(['from', 'to', 'busy at peak', 'pools together', 'busy part of the pools'], pooled),
    ),
    retries(backend),
  ];
}

/** Little's law on each database: statements a second × time each holds its connection. */
function poolRows({ architecture, load }: Backend): readonly (readonly Cell[])[] {
  const byId = new Map(architecture.containers.map((container) => [container.id, container]));
  return load.stations.flatMap(({ container, arrival, response }): readonly (readonly Cell[])[] => {
    const incoming = architecture.connections.filter(
      ({ to, pool }) => to === container && pool !== undefined,
    );
    if (incoming.length === 0) return [];
    const together = incoming.reduce(
      (sum, { from, pool }) => sum + (pool?.value ?? 0) * (byId.get(from)?.instances?.value ?? 1),
      0,
    );
    const total = derived(together, 'connections', 'Σ pool × instances', [
      names(incoming.map(({ from }) => from)),
    ]);
    const busy = product(
      [
        ['arrivals', arrival],
        ['response', response],
      ],
      'connections',
      "Little's law: arrivals × response",
      response.unit === 'ms' ? 1e-3 : 1,
    );
    return [
      [
        names(incoming.map(({ from }) => from)),
        container,
        busy,
        total,
        quotient(['busy', busy], ['pools', total], 'ratio', 'busy / pools'),
      ],
    ];
  });
}

/** Attempts multiply along a chain: what one caller's failure can become at the end of it. */
function retries({ architecture }: Backend): Section | undefined {
  const retried = architecture.connections.filter(({ attempts }) => (attempts?.value ?? 1) > 1);
  return section(
    { id: 'retries', title: 'Retries' },
    table(
      ['call', 'attempts', 'calls at the end of the chain', 'circuit breaker'],
      retried.map((connection): readonly Cell[] => {
        const outer = retried.filter(({ to }) => to === connection.from);
        const chain = outer.reduce((product_, { attempts }) => product_ * (attempts?.value ?? 1), 1);
        return [
          `${connection.from} → ${connection.to}`,
          cell(connection.attempts),
          derived(chain * (connection.attempts?.value ?? 1), 'x', 'attempts multiply along the chain', [
            ...outer.map(({ id, attempts }) => `${id}: ${attempts?.value ?? 1}`),
            `${connection.id}: ${connection.attempts?.value ?? 1}`,
          ]),
          connection.circuitBreaker === true
            ? 'yes'
            : connection.circuitBreaker === false
              ? 'no'
              : 'not known',
        ];
      }),
    ),
  );
}
