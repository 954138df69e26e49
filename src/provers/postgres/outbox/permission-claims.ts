import { inboxesOf, outboxesOf, outboxPath, outboxRoles } from '../../../artifacts/outbox-sql.ts';
import { inboxNames, relayNames } from '../../../artifacts/outbox-statements.ts';
import { inboxParkingNames, relayParkingNames } from '../../../artifacts/parked-statements.ts';
import { qualifiedName, tableKey } from '../../../artifacts/sql-names.ts';
import type { Claim } from '../../../findings/claim.ts';
import type { DataModel, DatabaseRole } from '../../../model/data.ts';
import { schemaPath } from '../ddl.ts';
import type { PermissionParameters } from './parameters.ts';

/** Statements of one outbox or inbox, by whose work they are. */
interface Work {
  readonly table: string;
  readonly serving: readonly string[];
  /** How late work is, which is no secret from the other logins of a database. */
  readonly asking: readonly string[];
  readonly removing: readonly string[];
  /** Only who removes may run it: whoever replays may delete what is parked, and nothing else. */
  readonly cleanUp: string;
}

/** One claim: each login that has something to do with an outbox or inbox may run its own statements, and no others. */
export function permissionClaims(data: DataModel): readonly Claim[] {
  const works = [...relayWorks(data), ...consumerWorks(data)];
  const logins = data.roles
    .filter(({ login, grants }) => login && grants.length > 0)
    .map((role) => ({ login: role.name, ...statementsOf(role, data, works) }))
    .filter(({ may, mayNot }) => may.length + mayNot.length > 0);
  if (!logins.some(({ may }) => may.length > 0)) return [];
  const parameters: PermissionParameters = { logins };
  return [
    {
      id: 'outbox/logins/permitted',
      prover: 'outbox',
      subject: 'logins',
      statement: `Each of ${logins.length} logins can run every statement of relay, consumers, replay and removal that is its work, and is refused the others: ${logins.map(({ login, may, mayNot }) => `${login} runs ${may.length} and is refused ${mayNot.length}`).join(', ')}.`,
      oracle: 'postgresql',
      inputs: [schemaPath, outboxPath],
      parameters,
    },
  ];
}

/** Who may add or change rows serves a table; who may only remove them removes. Nobody else has anything to do with it. */
function statementsOf(
  { grants }: DatabaseRole,
  data: DataModel,
  works: readonly Work[],
): { readonly may: string[]; readonly mayNot: string[] } {
  const may: string[] = [];
  const mayNot: string[] = [];
  for (const { table, serving, asking, removing, cleanUp } of works) {
    const key = data.tables.find((one) => qualifiedName(one) === table);
    const own = grants.find((grant) => key !== undefined && grant.table === tableKey(key));
    const serves = own?.privileges.some((privilege) => /insert|update/.test(privilege)) === true;
    const removes = own?.privileges.includes('delete') === true && !serves;
    may.push(...(serves ? [...serving, ...asking] : []), ...(removes ? removing : []));
    mayNot.push(...(serves ? [] : serving), ...(removes ? [] : [cleanUp]));
  }
  return { may, mayNot };
}

function relayWorks(data: DataModel): readonly Work[] {
  if (outboxRoles(data).outboxes.length === 0) return [];
  return outboxesOf(data).map(({ number, table, columns, isParkModelled }): Work => {
    const relay = relayNames(number);
    const parking = relayParkingNames(number);
    const isKeyed = columns.key !== undefined;
    const parks = isKeyed && isParkModelled === true;
    return {
      table,
      serving: [
        ...(isKeyed && !parks ? [] : [relay.take]),
        ...(parks ? [relay.takeSlot, parking.refused, parking.replay, parking.giveUp] : []),
      ],
      asking: [relay.lag, ...(parks ? [parking.age, parking.list] : [])],
      removing: isKeyed && !parks ? [] : [relay.cleanUp, ...(parks ? [parking.cleanUp] : [])],
      cleanUp: relay.cleanUp,
    };
  });
}

function consumerWorks(data: DataModel): readonly Work[] {
  if (outboxRoles(data).inboxes.length === 0) return [];
  return inboxesOf(data)
    .filter(({ key, handled }) => key.length > 0 && handled !== undefined)
    .map(({ number, table, isParkModelled }): Work => {
      const inbox = inboxNames(number);
      const parking = inboxParkingNames(number);
      const parks = isParkModelled === true;
      return {
        table,
        serving: [
          inbox.remember,
          ...(parks ? [parking.behind, parking.park, parking.replay, parking.giveUp] : []),
        ],
        asking: parks ? [parking.age, parking.list] : [],
        removing: [inbox.cleanUp, ...(parks ? [parking.cleanUp] : [])],
        cleanUp: inbox.cleanUp,
      };
    });
}
