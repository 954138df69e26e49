import { dottedName } from '../../javascript/syntax.ts';
import { holdsCaller, saysCaller } from '../caller.ts';
import { can } from '../marks.ts';
import type { Value } from '../value.ts';
import { isMapper, recordCall, storesRecords } from './record-calls.ts';
import type { RecordAction, RecordCall } from './record-calls.ts';
import { recordInMemory } from './record-memory.ts';
import { recordStatement, written } from './record-statements.ts';
import type { CallFact, Hit, Sink, WriteFact } from './sink.ts';
import { calledName } from './sink.ts';

const known = new WeakMap<CallFact, RecordCall | 'none'>();

/** What a call does to records, looked up once. */
export function recordsOf(call: CallFact): RecordCall | undefined {
  const before = known.get(call);
  if (before !== undefined) return before === 'none' ? undefined : before;
  const found = recordCall(call) ?? recordStatement(call) ?? recordInMemory(call);
  known.set(call, found ?? 'none');
  return found;
}

/** Columns that name one record, or the one whose it is. */
const naming =
  /(^_?id|[a-z]Id|_id|ID|uuid|Uuid|guid|number|Number|^(user|owner|author|customer|account|member|patient|employee)(name)?)$/;

/** Whether a column is one by which records are named. */
export const namesRecord = (column: string): boolean => naming.test(column);

/** A part of the path names what the address stands for, except where it chooses among many. */
const choosing =
  /type|status|state|category|kind|lang|locale|page|sort|order|filter|search|tag|year|month|date|limit|version|format/i;

/** What of a value names a record by that key. */
function namingIn(key: string, value: Value): Value {
  const column = key.split('.').at(-1) ?? key;
  if (naming.test(column)) return value;
  const isPath = !choosing.test(column);
  return {
    ...value,
    taints: value.taints.filter(({ source }) => isPath && source.what.startsWith('path parameter ')),
  };
}

/** Who knows a secret may use it: it says whose it is. */
export const isSecret = (name: string): boolean =>
  /token|secret|api_?key|password|passcode|\botp|_otp|verification|invit|reset|nonce|signature|hash$|^code$|[a-z]Code$|_code$/i.test(
    name,
  );

/** A record that a request names and nothing of the caller narrows down. */
function references(call: CallFact): readonly Hit[] {
  const held = heldRecord(call);
  if (held !== undefined) return [held];
  const records = recordsOf(call);
  if (records === undefined || records.action === 'create') return [];
  const { filters, entity } = records;
  if (filters.some(({ key, value }) => holdsCaller(value) || isSecret(key)) || isSecret(entity)) return [];
  return filters.flatMap(({ key, value }) => {
    const named = namingIn(key, value);
    return named.taints.length === 0
      ? []
      : [{ value: named, what: `filter of ${calledName(call)}`, access: accessOf(records, key) }];
  });
}

const accessOf = ({ entity, action }: RecordCall, key: string): NonNullable<Hit['access']> => ({
  entity,
  action,
  key,
});

const heldChanges: readonly (readonly [RegExp, RecordAction])[] = [
  [/^(save|update|updateOne|increment|decrement|patch|assign)$/, 'change'],
  [/^(destroy|remove|delete|deleteOne|softRemove)$/, 'remove'],
];

/** Whether a value is a record that was looked up by what a request names. */
export const isRecord = ({ taints }: Value): boolean =>
  taints.some(({ marks }) => (marks & can.record) !== 0);

/** `record.save()`, `repository.remove(record)`: what was looked up is changed. */
function heldRecord(call: CallFact): Hit | undefined {
  // `users.splice(users.findIndex(…), 1)`
  const [at] = call.args;
  if (call.method === 'splice' && at !== undefined && isRecord(at)) {
    const access = { entity: call.written.replace(/^this\./, ''), action: 'remove' as const, key: 'id' };
    return { value: at, what: `place of ${calledName(call)}`, needs: can.record, access };
  }
  const action = heldChanges.find(([pattern]) => pattern.test(call.method))?.[1];
  if (action === undefined || call.isNew) return undefined;
  const { receiver, args, trace } = call;
  const isOwn = (trace === undefined || isMapper(call)) && receiver !== undefined && isRecord(receiver);
  const value = isOwn ? receiver : storesRecords(call) ? args.find(isRecord) : undefined;
  if (value === undefined) return undefined;
  const what = `record of ${calledName(call)}`;
  return { value, what, needs: can.record, access: { entity: '', action, key: 'id' } };
}

/** Values of a call that writes: of the statement that makes or changes a record, or what is laid over one. */
export function writtenRecord(
  call: CallFact,
): { readonly entity: string; readonly data: readonly Value[] } | undefined {
  const [first, ...rest] = call.args;
  if (/^#Object\.assign$|^(lodash[\w.-]*|underscore)#(\w+\.)?(assign|extend|merge)$/.test(call.name))
    return first !== undefined && isRecord(first) ? { entity: '', data: rest } : undefined;
  if (
    /^(set|update|merge|assign|fill)$/.test(call.method) &&
    call.receiver !== undefined &&
    isRecord(call.receiver)
  )
    return { entity: '', data: call.args.slice(0, 1) };
  if (call.isNew && first !== undefined && modelConstructor.test(call.name))
    return { entity: entityOfNew(call), data: [first] };
  const records = recordsOf(call);
  return records === undefined ? undefined : records;
}

const modelConstructor =
  /^(mongoose|typegoose|@typegoose\/typegoose|sequelize|objection|bookshelf)#.*(model|define|Schema)?/;

const entityOfNew = ({ method, trace }: CallFact): string => {
  const [name] = trace?.args ?? [];
  return name?.text?.whole === true ? name.text.prefix : method;
};

/** Everything a body holds becomes a record, also fields that nobody asked for. */
function wholeBodies(call: CallFact): readonly Hit[] {
  const written = writtenRecord(call);
  if (written === undefined) return [];
  return written.data
    .flatMap((value) => [value, ...spreadsIn(value)])
    .flatMap((value) => {
      const taints = value.taints.filter(
        ({ source, marks }) => isBody(source.what) && (marks & can.object) !== 0,
      );
      return taints.length === 0
        ? []
        : [
            {
              value: { ...value, taints },
              what: `fields of ${calledName(call)}`,
              access: { entity: written.entity, action: 'create' as const, key: '' },
            },
          ];
    });
}

const isBody = (what: string): boolean => what === 'the body' || what === 'the input';

const spreadsIn = ({ things }: Value): readonly Value[] =>
  things.flatMap(({ kind, rest }) => (kind === 'object' ? [rest] : []));

/** Fields that say what somebody may do. */
export const privileges =
  /^(role|roles|roleId|role_id|userRole|user_role|isAdmin|is_admin|admin|isSuperuser|is_superuser|isSuperAdmin|superuser|isStaff|is_staff|permissions?|scopes?|privileges?|accessLevel|access_level|userType|user_type|accountType|isVerified|is_verified|emailVerified|email_verified)$/;

/** `insert into users (name, role) values (?, ?)`. */
const privilegeColumns = (
  call: CallFact,
  { entity, columns }: NonNullable<ReturnType<typeof written>>,
): readonly Hit[] =>
  [...columns]
    .filter(([key]) => privileges.test(key))
    .map(([key, value]) => ({
      value,
      what: `${key} of ${calledName(call)}`,
      access: { entity, action: 'change' as const, key },
    }));

/** A field that says what somebody may do is taken from the request. */
function privilegeFields(call: CallFact): readonly Hit[] {
  const statement = written(call);
  if (statement !== undefined) return privilegeColumns(call, statement);
  const stored = writtenRecord(call);
  if (stored === undefined) return [];
  return stored.data.flatMap(({ things }) =>
    things.flatMap(({ kind, fields, places }) =>
      kind === 'instance'
        ? []
        : [...fields].flatMap(([key, value]): readonly Hit[] => {
            if (!privileges.test(key)) return [];
            const place = places?.get(key);
            return [
              {
                value,
                what: `${key} of ${calledName(call)}`,
                access: { entity: stored.entity, action: 'change', key },
                ...(place === undefined ? {} : { place }),
              },
            ];
          }),
    ),
  );
}

/** `account.balance -= amount` of a record that is kept in memory: nothing has to be called to store it. */
function heldWrites({ object, key, target }: WriteFact): readonly Hit[] {
  const isHeld = isRecord(object) && object.traces.every(({ name }) => name.startsWith('rows:'));
  const owner = dottedName(target.object) ?? '';
  if (key === undefined || !isHeld || owner === '') return [];
  const access = { entity: '', action: 'change' as const, key: 'id' };
  return [{ value: object, what: `${key} of ${owner}`, needs: can.record, access }];
}

export const objectReferenceSink: Sink = {
  kind: 'object-reference',
  needs: can.refer,
  hits: references,
  writes: heldWrites,
};
export const massAssignmentSink: Sink = { kind: 'mass-assignment', needs: can.object, hits: wholeBodies };
/** `user.role = req.body.role` of what was looked up. */
function privilegeWrites({ object, key, value, target }: WriteFact): readonly Hit[] {
  if (key === undefined || !privileges.test(key)) return [];
  const isHeld =
    isRecord(object) || (saysCaller(object) && object.traces.some(({ name }) => name.endsWith('()')));
  if (!isHeld || object.traces.some(({ name }) => name.startsWith('@'))) return [];
  const owner = dottedName(target.object) ?? '';
  return [{ value, what: `${key} of ${owner}`, access: { entity: owner, action: 'change', key } }];
}

export const privilegeFieldSink: Sink = {
  kind: 'privilege-field',
  needs: can.refer,
  hits: privilegeFields,
  writes: privilegeWrites,
};
