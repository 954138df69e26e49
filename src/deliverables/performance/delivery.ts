import { product } from '../../model/amounts.ts';
import { cell, judgement, names, section, table } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import type { Backend } from '../../model/backend.ts';
import { assumed } from '../../model/origin.ts';

/** JSON of repeated keys under gzip or Brotli at a fast level; for a backend whose load says nothing of it. */
const usualCompression = assumed(
  0.25,
  'ratio',
  'JSON with repeated keys under Brotli level 4; measure it on real answers',
  0.12,
  0.4,
);

/** What is delivered: bytes by operation, which of them a shared cache may answer, and what is sent in batches. */
export function delivery({ backend }: Basis): readonly (Section | undefined)[] {
  const compressed = backend.load.compression ?? usualCompression;
  const rates = backend.load.rates.toSorted(
    (a, b) => b.peak.value * b.responseBytes.value - a.peak.value * a.responseBytes.value,
  );
  return [
    section(
      { id: 'payloads', title: 'Bytes on the wire', items: rates.length > 0 ? ['5.10'] : [] },
      table(
        ['operation', 'answer', 'compressed', 'a shared cache may answer'],
        rates.slice(0, 5).map((rate): readonly Cell[] => [
          rate.operation,
          rate.responseBytes,
          product(
            [
              ['peak', rate.peak],
              ['answer', rate.responseBytes],
              ['compressed to', compressed],
            ],
            'bytes/s',
            'peak × answer × compression',
          ),
          sharedCache(backend, rate.operation),
        ]),
      ),
      rates.length === 0
        ? undefined
        : judgement('The compression ratio is assumed; no answer was compressed.'),
    ),
    section(
      { id: 'edge', title: 'Edge and batches' },
      table(['part', 'here'], [...edgeRows(backend), ...batchRows(backend)]),
    ),
  ];
}

/** Only answers that are the same for everybody and may be old can leave a shared cache. */
function sharedCache({ operations }: Backend, id: string): string {
  const operation = operations.find((entry) => entry.id === id);
  if (operation === undefined) return 'not known';
  if (!['read', 'list', 'search'].includes(operation.verb)) return 'no: it changes something';
  if (!operation.anonymous) return 'no: the answer depends on who asks';
  return operation.staleness === undefined
    ? 'only after revalidation (ETag, 304)'
    : 'yes, for the staleness readers accept';
}

function edgeRows({ architecture }: Backend): readonly (readonly Cell[])[] {
  return architecture.containers
    .filter(({ kind }) => kind === 'cdn' || kind === 'object-store' || kind === 'gateway')
    .map(({ name, kind, purpose }) => [`${name} (${kind})`, purpose]);
}

function batchRows({ operations, load }: Backend): readonly (readonly Cell[])[] {
  const batches = load.workloads.flatMap(({ operation, batch, every }): readonly (readonly Cell[])[] =>
    batch === undefined
      ? []
      : [
          [`${operation}: rows in one request`, cell(batch)],
          [`${operation}: every`, cell(every)],
        ],
  );
  const bulk = operations.filter(({ verb }) => verb === 'import' || verb === 'export');
  return [
    ...batches,
    ...(bulk.length === 0
      ? []
      : [['operations that carry many rows at once', names(bulk.map(({ id }) => id))]]),
  ];
}
