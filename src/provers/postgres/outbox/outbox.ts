import { schemaSql } from '../../../artifacts/ddl.ts';
import {
  attemptsOf,
  inboxesOf,
  outboxesOf,
  outboxPath,
  outboxRoles,
  outboxSql,
} from '../../../artifacts/outbox-sql.ts';
import { inboxNames, relayNames } from '../../../artifacts/outbox-statements.ts';
import { inboxParkingNames, relayParkingNames } from '../../../artifacts/parked-statements.ts';
import { qualifiedName, tableKey } from '../../../artifacts/sql-names.ts';
import type { Claim } from '../../../findings/claim.ts';
import type { Backend } from '../../../model/backend.ts';
import type { DataModel, Table } from '../../../model/data.ts';
import type { Prover } from '../../prover.ts';
import { settleEach } from '../../settle.ts';
import { isForPostgres, schemaPath } from '../ddl.ts';
import { withScratch } from '../scratch.ts';
import { engine } from '../session.ts';
import { deliveredScript } from './delivered.ts';
import {
  inboxParametersSchema,
  parkingParametersSchema,
  permissionParametersSchema,
  relayParametersSchema,
} from './parameters.ts';
import type { InboxParameters, RelayParameters } from './parameters.ts';
import { permissionClaims } from './permission-claims.ts';
import { settlePermitted } from './permitted.ts';
import { settleInboxParking, settleRelayParking } from './settle-parking.ts';
import { settleInbox, settleRelay, settleUpkeep } from './settle-outbox.ts';

/**
 * Executes the delivered statements of outbox and inbox: two relays and a writer in every order of turns, where
 * SKIP LOCKED and the lock of a slot decide what each sees; the same message delivered twice; clean-up, lag and cost.
 */
export const outbox: Prover = {
  id: 'outbox',
  claims: (backend: Backend) => {
    if (backend.processes.events.length === 0 || !isForPostgres(backend.data))
      return { claims: [], inputs: new Map() };
    const claims = [
      ...relayClaims(backend.data, attemptsOf(backend)),
      ...inboxClaims(backend.data),
      ...permissionClaims(backend.data),
    ];
    return {
      claims,
      inputs:
        claims.length === 0
          ? new Map()
          : new Map([
              [schemaPath, schemaSql(backend.data).text],
              [outboxPath, outboxSql(backend).text],
            ]),
    };
  },
  prove: async (claims, read) => {
    if (claims.length === 0) return [];
    const script = read(outboxPath);
    const whole = await deliveredScript(read(schemaPath), script);
    return settleEach(claims, read, engine, (claim) =>
      withScratch(whole, (scratch) => {
        switch (claim.id.slice(claim.id.lastIndexOf('/') + 1)) {
          case 'relay':
            return settleRelay(scratch, script, relayParametersSchema.parse(claim.parameters));
          case 'upkeep':
            return settleUpkeep(scratch, relayParametersSchema.parse(claim.parameters));
          case 'refused':
            return settleRelayParking(scratch, script, parkingParametersSchema.parse(claim.parameters));
          case 'parked':
            return settleInboxParking(scratch, script, inboxParametersSchema.parse(claim.parameters));
          case 'permitted':
            return settlePermitted(scratch, script, permissionParametersSchema.parse(claim.parameters));
          default:
            return settleInbox(scratch, script, inboxParametersSchema.parse(claim.parameters));
        }
      }),
    );
  },
};

const placeOf = (table: Table | undefined, proposed: string) => ({
  schema: table?.schema ?? 'public',
  name: table?.name ?? proposed,
  subject: table === undefined ? proposed : tableKey(table),
});

/** Tables by what they are but for their names: what holds for the first holds for those alike. */
function alike<Role extends { readonly table: string }>(
  roles: readonly Role[],
  textOf: (role: Role) => string,
): readonly (Role & { readonly others: readonly string[] })[] {
  const groups = new Map<string, readonly Role[]>();
  for (const role of roles) groups.set(textOf(role), [...(groups.get(textOf(role)) ?? []), role]);
  return [...groups.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [{ ...first, others: others.map(({ table }) => table) }],
  );
}

/** Columns, keys and indexes of a table, whatever its schema. */
const shapeOf = (tables: readonly Table[], name: string): string => {
  const found = tables.find((one) => qualifiedName(one) === name);
  return found === undefined
    ? name
    : JSON.stringify([
        found.name,
        found.columns.map(({ name: column, type, nullable }) => [column, type, nullable]),
        found.primaryKey?.columns,
        found.indexes.map(({ columns, unique, where }) => [columns, unique, where]),
      ]);
};

const andOthers = (others: readonly string[]): string =>
  others.length === 0 ? '' : ` (and of ${others.join(', ')}, which differ in their names alone)`;

/** What all claims of outboxes and inboxes have. */
const settledHere = { prover: 'outbox', oracle: 'postgresql', inputs: [schemaPath, outboxPath] } as const;

function relayClaims(data: DataModel, attempts: number): readonly Claim[] {
  const { outboxes } = outboxRoles(data);
  const all = alike(outboxesOf(data), ({ table }) => shapeOf(outboxes, table));
  return all.flatMap(({ number, columns, table, others }): readonly Claim[] => {
    const found = outboxes.find((one) => qualifiedName(one) === table);
    const { schema, name, subject } = placeOf(found, 'outbox');
    const { id, order, sent, created, key } = columns;
    const parameters: RelayParameters = {
      number,
      schema,
      name,
      columns: { id, order, sent, created, key: key?.name ?? null },
      keyType: key?.type ?? '',
    };
    const { lag, cleanUp } = relayNames(number);
    const base = { ...settledHere, subject, parameters };
    return [
      {
        ...base,
        id: `outbox/${subject}/relay`,
        statement: `In every order of the statements of two relays and a writer, each of which commits or dies before it does, each committed message of ${subject}${andOthers(others)} is handed on at least once and none of a change taken back, no two relays hold a message at once, and ${key === undefined ? 'messages' : 'messages of one key'} go in their order.`,
      },
      {
        ...base,
        id: `outbox/${subject}/upkeep`,
        statement: `${lag} tells how long the oldest message waits, ${cleanUp} deletes only what was handed on and is no longer kept, and a batch, the lag and a clean-up read through an index however many messages of ${subject}${andOthers(others)} were handed on.`,
      },
      ...(key === undefined
        ? []
        : [
            {
              ...base,
              id: `outbox/${subject}/refused`,
              parameters: {
                ...parameters,
                mostAttempts: columns.attempts === undefined ? 1 : attempts,
                attempts: columns.attempts ?? null,
              },
              statement: `A message of ${subject}${andOthers(others)} that its receiver refuses holds up no other key and is parked after its last attempt, those of its key behind it; ${relayParkingNames(number).replay} brings each back once, in the order of the key, whichever of two operators and a relay commits or dies, and nothing is lost or removed meanwhile.`,
            },
          ]),
    ];
  });
}

function inboxClaims(data: DataModel): readonly Claim[] {
  const { inboxes } = outboxRoles(data);
  const all = alike(inboxesOf(data), ({ table }) => shapeOf(inboxes, table));
  return all.flatMap(({ number, key, table, others }): readonly Claim[] => {
    const found = inboxes.find((one) => qualifiedName(one) === table);
    const { schema, name, subject } = placeOf(found, 'inbox');
    if (key.length === 0) return [];
    const parameters: InboxParameters = { number, schema, name, key: [...key] };
    const base = { ...settledHere, subject, parameters };
    return [
      {
        ...base,
        id: `outbox/${subject}/parked`,
        statement: `A message that a consumer of ${subject}${andOthers(others)} cannot handle holds up no other key and is parked with those of its key behind it; ${inboxParkingNames(number).replay} gives each back once, oldest first, whichever of two operators and a delivery commits or dies, and a repeated delivery has no effect.`,
      },
      {
        ...base,
        id: `outbox/${subject}/once`,
        statement: `A message delivered twice at once has its effect once, whichever delivery commits or dies, when ${inboxNames(number).remember} of ${subject}${andOthers(others)} decides; another message is not taken for it.`,
      },
    ];
  });
}
