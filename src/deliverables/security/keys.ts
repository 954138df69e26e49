import { names } from '../blocks.ts';
import { columnsOf } from './classified.ts';
import type { Backend } from '../../model/backend.ts';
import { assumed } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';

/** One key below the root key, with what it protects. */
export interface Key {
  readonly id: string;
  readonly name: string;
  readonly protects: string;
  readonly home: string;
  /** Wrapped by the root key and kept beside the data; otherwise it never leaves the key service. */
  readonly wrapped: boolean;
  readonly rotation: Quantity;
  readonly how: string;
}

const period = (days: number, low: number, high: number): Quantity =>
  assumed(days, 'days', 'no rotation period was given', low, high);

/** The keys this backend needs; a recovered one without classified data and sign-in has none to name. */
export function keysOf(backend: Backend): readonly Key[] {
  if (
    backend.source === 'recovered' &&
    columnsOf(backend, 'pii', 'secret', 'cardholder', 'health').length === 0
  )
    return [];
  return [...storageKeys(backend), ...fieldKeys(backend), ...personKeys(backend), ...tokenKeys(backend)];
}

function storageKeys({ data }: Backend): readonly Key[] {
  if (data.tables.length === 0) return [];
  return [
    {
      id: 'volume',
      name: 'Volume key',
      protects: 'database volumes and write-ahead log',
      home: 'key service',
      wrapped: true,
      rotation: period(365, 180, 730),
      how: 'the wrapping key is replaced; data keys are wrapped again, data stays',
    },
    {
      id: 'backup',
      name: 'Backup key',
      protects: 'backups and exports',
      home: 'key service of another account',
      wrapped: true,
      rotation: period(90, 30, 365),
      how: 'new backups use the new key; the old one is kept as long as its backups',
    },
  ];
}

function fieldKeys(backend: Backend): readonly Key[] {
  const reversible = columnsOf(backend, 'secret').filter(
    ({ column }) => !/hash|digest|fingerprint/.test(column.name),
  );
  const found = [...reversible, ...columnsOf(backend, 'cardholder', 'health')];
  if (found.length === 0) return [];
  const columns = found.map(({ table, column }) => `${table.name}.${column.name}`);
  const shown = columns.length > 4 ? [...columns.slice(0, 4), `${columns.length - 4} more`] : columns;
  return [
    {
      id: 'field',
      name: 'Field key',
      protects: names(shown),
      home: 'key service, cached in memory',
      wrapped: true,
      rotation: period(180, 90, 365),
      how: 'the key id stands before the ciphertext; rows are encrypted again in batches, oldest key first',
    },
  ];
}

/** Rows that may not change are erased by destroying the key their personal fields were written with. */
function personKeys({ data }: Backend): readonly Key[] {
  const tables = data.tables.filter(
    ({ appendOnly, columns }) =>
      appendOnly === true && columns.some(({ dataClass }) => dataClass === 'pii' || dataClass === 'health'),
  );
  if (tables.length === 0) return [];
  return [
    {
      id: 'person',
      name: 'Keys of persons',
      protects: `personal fields of rows that stay: ${names(tables.map(({ name }) => name))}`,
      home: 'a table of its own, one key a person, wrapped by the key service',
      wrapped: true,
      rotation: period(365, 180, 730),
      how: 'the wrapping key is replaced and the keys are wrapped again; erasing a person destroys the key of that person',
    },
  ];
}

function tokenKeys({ trust, processes, api }: Backend): readonly Key[] {
  const issues = trust.authentication.length > 0 || api.endpoints.some(({ access }) => access === 'guarded');
  const peers = processes.integrations.filter(
    ({ callbacks, style }) => callbacks === 'webhook' || style === 'webhook',
  );
  return [
    ...(issues
      ? [
          {
            id: 'signing',
            name: 'Token signing key',
            protects: 'access tokens',
            home: 'key service (asymmetric, not exportable)',
            wrapped: false,
            rotation: period(90, 30, 180),
            how: 'the new public key is published first, signs after the caches of all verifiers have it, the old one stays until its last token has expired',
          },
        ]
      : []),
    ...(peers.length > 0
      ? [
          {
            id: 'webhook',
            name: 'Webhook secrets',
            protects: `messages of ${names(peers.map(({ id }) => id))}`,
            home: 'secret store',
            wrapped: true,
            rotation: period(180, 90, 365),
            how: 'two secrets are accepted for the overlap; the old one is withdrawn when nothing uses it',
          },
        ]
      : []),
  ];
}
