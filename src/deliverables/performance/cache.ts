import { product, sum } from '../../model/amounts.ts';
import { cell, claimsOf, codeCell, names, paragraph, section, table } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import type { Backend } from '../../model/backend.ts';
import type { CacheEntry } from '../../model/processes.ts';
import type { Quantity } from '../../model/origin.ts';

/** What is kept, how long, what drops it and what it spares the database. */
export function caches(basis: Basis): readonly (Section | undefined)[] {
  const { backend } = basis;
  const entries = backend.processes.caches;
  const whole = entries.some(({ ttl, hitRatio }) => ttl !== undefined && hitRatio !== undefined);
  return [
    section(
      { id: 'cache', title: 'Cache plan', items: whole ? ['5.5'] : [] },
      table(
        [
          'operation',
          'key',
          'kept for',
          'reader accepts',
          'dropped on',
          'hits',
          'memory',
          'against a stampede',
        ],
        entries.map(({ operation, key, ttl, invalidatedBy, hitRatio, bytes, stampedeGuard }) => [
          operation,
          codeCell(key),
          cell(ttl),
          cell(backend.operations.find(({ id }) => id === operation)?.staleness),
          names(invalidatedBy),
          cell(hitRatio),
          cell(bytes),
          stampedeGuard ?? 'not known',
        ]),
      ),
      claimsOf(basis, 'caching/'),
    ),
    accesses(backend),
    lessMemory(backend),
    savings(backend),
  ];
}

const accessed = ({ processes }: Backend) =>
  processes.caches.flatMap(({ operation, access, hitRatio }) =>
    access === undefined ? [] : [{ operation, hitRatio, ...access }],
  );

/** What the hits follow from: reads, keys, their popularity, the entries kept and the room for them. */
const accesses = (backend: Backend): Section | undefined =>
  section(
    { id: 'cache-access', title: 'How the keys are asked for' },
    table(
      [
        'operation',
        'reads at peak',
        'keys',
        'Zipf exponent',
        'entries kept',
        'room for',
        'herd of the hottest key',
      ],
      accessed(backend).map(({ operation, rate, keys, exponent, kept, room, herd }) => [
        operation,
        rate,
        keys,
        exponent,
        kept,
        room,
        herd,
      ]),
    ),
    accessed(backend).length === 0
      ? undefined
      : paragraph(
          'The herd is how many loads of the hottest key would start together when it expires and nothing guards it; the time of a load is its processor time, waiting makes it longer.',
        ),
  );

/** What less memory, or none outside the process, would leave of the hits. */
function lessMemory(backend: Backend): Section | undefined {
  const rows = accessed(backend).flatMap(({ operation, less, hitRatio, inProcess, kept }) => [
    ...less.map(({ room, hitRatio: left }): readonly Cell[] => [operation, 'shared', room, left]),
    [operation, 'shared', kept, cell(hitRatio)],
    ...(inProcess === undefined ? [] : [[operation, 'in each process', 'no limit', inProcess]]),
  ]);
  return section(
    { id: 'cache-memory', title: 'Hits by room' },
    table(['operation', 'cache', 'room for entries', 'hits'], rows),
  );
}

function savings(backend: Backend): Section | undefined {
  const saved = backend.processes.caches.flatMap((entry) => {
    const value = spared(backend, entry);
    return value === undefined ? [] : [{ entry, value }];
  });
  const memory = backend.processes.caches.flatMap(({ operation, bytes }) =>
    bytes === undefined ? [] : [[operation, bytes] as const],
  );
  return section(
    { id: 'cache-savings', title: 'What the cache spares' },
    table(
      ['operation', 'reads spared at peak', 'database work spared'],
      saved.map(({ entry, value }): readonly Cell[] => [
        entry.operation,
        value,
        cell(coresSpared(backend, entry, value)),
      ]),
    ),
    table(
      ['all entries', 'value'],
      memory.length === 0 ? [] : [['memory', sum(memory, 'bytes', 'sum over entries')]],
    ),
  );
}

function spared({ load }: Backend, { operation, hitRatio }: CacheEntry): Quantity | undefined {
  const rates = load.rates.filter((rate) => rate.operation === operation);
  if (hitRatio === undefined || rates.length === 0) return undefined;
  const peak = sum(
    rates.map((rate) => [rate.workload, rate.peak]),
    'requests/s',
    'sum over workloads',
  );
  return product(
    [
      ['peak', peak],
      ['hits', hitRatio],
    ],
    'requests/s',
    'peak × hits',
  );
}

/** Database CPU that is not needed, as cores kept busy. */
function coresSpared(
  { operations }: Backend,
  { operation }: CacheEntry,
  reads: Quantity,
): Quantity | undefined {
  const cost = operations.find(({ id }) => id === operation)?.cost.database;
  return cost === undefined
    ? undefined
    : product(
        [
          ['reads spared', reads],
          ['database CPU each', cost],
        ],
        'vCPU',
        'reads × CPU each',
        cost.unit === 'ms' ? 1e-3 : 1,
      );
}

/** The chosen design without a cache: it does not need one. */
export function cachesNotApplicable(
  backend: Backend,
): readonly { readonly item: string; readonly reason: string }[] {
  const { design } = backend;
  const chosen = design?.options.find(({ id }) => id === design.chosen);
  if (chosen === undefined || chosen.shape.cache || !chosen.meets || backend.processes.caches.length > 0)
    return [];
  return [
    {
      item: '5.5',
      reason: `the chosen design meets every criterion without a cache (${chosen.title}); a cache would be one more part that can be stale`,
    },
  ];
}
