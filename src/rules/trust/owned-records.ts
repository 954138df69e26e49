import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import type { DataModel, Table } from '../../model/data.ts';
import type { CallerCheck } from '../../model/trust.ts';
import type { Flow, RecordAccess } from '../../model/flow.ts';
import { isAdministration } from './intent.ts';

const holders =
  'user|owner|customer|account|member|tenant|org|organi[sz]ation|company|team|workspace|seller|buyer|patient|student|employee|driver|sender|recipient|receiver';

/** Who made something may change it; that says little of who may read it. An author without an id is a text. */
const makers = '(author|creator|assignee)_?(?=id|uuid|ref)|created_?by|uploaded_?by|posted_?by';

const owners = `${holders}|${makers}`;

/** Columns that say whose a record is. */
const ownerColumn = new RegExp(`^_?(${owners})(_?(id|uuid|ref))?$`, 'i');
const holderColumn = new RegExp(`^_?(${holders})(_?(id|uuid|ref))?$`, 'i');

/** Whether a column says whose a record is, not only who made it. */
export const namesHolder = (column: string): boolean =>
  holderColumn.test(column) || /^_?(user|owner)_?name$/i.test(column);

/** Whether a column says whose a record is, for what is done to it. */
export const namesOwnerOf = (column: string, action: RecordAccess['action']): boolean =>
  (action === 'read' ? holderColumn : ownerColumn).test(column);

/** What a request calls somebody whose records it wants. */
const ownerWord = new RegExp(`^_?(${owners})(_?(id|uuid|name|email|ref))?$`, 'i');

const people =
  /^(app_?|auth_?|tbl_?|t_)?(users?|user_?logins?|accounts?|customers?|members?|people|persons?|employees?|patients?|students?|profiles?)$/i;

/** Records of people themselves: their profiles, sign-ins and settings. */
export const isOfPeople = (entity: string): boolean => people.test(entity);

/** The same by what a table holds: who signs in has a password there. */
export function holdsPeople(data: DataModel, entity: string): boolean {
  const table = tableOf(data, entity);
  const signsIn =
    table?.columns.some(({ name }) => /^(pass(word|wd)?(_?hash)?|pwd|encrypted_password)$/i.test(name)) ===
    true;
  return signsIn || (isOfPeople(entity) && !isOfSomebody(table));
}

/** What is called like people but belongs to one of them: the accounts of a bank's customer. */
const isOfSomebody = (table: Table | undefined): boolean =>
  table !== undefined &&
  /account/i.test(table.name) &&
  table.foreignKeys.some(
    ({ references }) =>
      isOfPeople(references.table) && plainEntity(references.table) !== plainEntity(table.name),
  );

/** A name of the code or a schema as one word in the singular. */
export const plainEntity = (name: string): string => {
  const last = name.split('.').at(-1) ?? name;
  const words = last.replaceAll(/[_\s-]/g, '').toLowerCase();
  return words.endsWith('ies')
    ? `${words.slice(0, -3)}y`
    : words.replace(/(?<=(ss|x|ch|sh))es$|(?<!s)s$/, '');
};

/** The table behind a name of the code: `Order`, `orders`, `shop.orders`. */
export const tableOf = ({ tables }: DataModel, entity: string): Table | undefined =>
  entity === '' ? undefined : tables.find(({ name }) => plainEntity(name) === plainEntity(entity));

/** The column that says whose a record is, for what is done to it; undefined where none does. */
export function ownerOf(data: DataModel, entity: string, action: RecordAccess['action']): string | undefined {
  const table = tableOf(data, entity);
  if (table === undefined) return undefined;
  const says = action === 'read' ? holderColumn : ownerColumn;
  const foreign = table.foreignKeys.find(
    ({ references, columns: [column = ''] }) =>
      isOfPeople(plainEntity(references.table)) && (action !== 'read' || !madeBy.test(column)),
  );
  const own = foreign?.columns[0] ?? table.columns.find(({ name }) => says.test(name))?.name;
  return own ?? ownerBehind(data, table);
}

/** Whose a record is that belongs to a record of somebody: a report on a vehicle, a line of an order. */
function ownerBehind(data: DataModel, { name, foreignKeys }: Table): string | undefined {
  for (const { columns, references } of foreignKeys) {
    const [column] = columns;
    const behind = tableOf(data, references.table);
    if (column === undefined || behind === undefined || behind.name === name || isOfPeople(behind.name))
      continue;
    const owner = behind.foreignKeys.find(
      ({ columns: [of = ''], references: to }) => holderColumn.test(of) && isOfPeople(plainEntity(to.table)),
    )?.columns[0];
    if (owner !== undefined && belongs.test(plainEntity(behind.name)))
      return `${column} → ${behind.name}.${owner}`;
  }
  return undefined;
}

/** Things that are private to whom they belong, with their parts and papers. */
export const belongs =
  /order|vehicle|car|account|invoice|payment|booking|reservation|ticket|chat|conversation|thread|wallet|subscription|patient|device|contract|policy|claim|loan|cart|basket|trip|appointment|medical|prescription/i;

const madeBy = new RegExp(`^_?(${makers})|(^|_)by(_|$)`, 'i');

/** Keys, and parts of requests, by which somebody says whose records they want. */
export const namesOwner = (key: string): boolean => ownerWord.test(key.split(/[. ]/).at(-1) ?? key);

/** Files of the languages in which who is calling is followed as a value. */
export const isFollowed = (file: string): boolean => /\.([cm]?[jt]sx?|py|java|go|php|phtml|inc)$/.test(file);

/** Whether the code of a handler mentions what the caller may do, where values are not followed to the end. */
export const mentionsCaller = ({ handler }: Endpoint, checks: readonly CallerCheck[] = []): boolean =>
  handler !== undefined &&
  isMentioned.test(handler.file) &&
  checks.some(({ name, file, start }) => name === '' && file === handler.file && start === handler.line);

/** PHP: who is calling is a value, what they may do is often asked in another way. */
const isMentioned = /\.(php|phtml|inc)$/;

/** Whether more than signing in stands before a handler: a role, a permission, a check of the caller. */
export function isAuthorised({ guards, scopes }: Endpoint, checks: readonly CallerCheck[] = []): boolean {
  const known = namesOf(checks);
  return (
    scopes.length > 0 ||
    guards.some(
      ({ name, kind, requires }) =>
        kind !== 'validation' &&
        kind !== 'rate-limit' &&
        !isOfEverybody(requires) &&
        ((requires.length > 0 && !namesStrategy(name, requires)) ||
          (authorises.test(lastPart(name)) && !logging.test(name)) ||
          asksForKind.test(lastPart(name)) ||
          known.has(plainName(lastPart(name)))),
    )
  );
}

/** Roles that everybody has who signs up, and words for having signed in. */
const isOfEverybody = (roles: readonly string[]): boolean =>
  roles.length > 0 &&
  roles.every((role) =>
    /^(\w+[._:])?(role_)?((user|customer|member|client|buyer|patient|student)s?|(is_?)?authenticated|(logged|signed)_?in)$/i.test(
      role,
    ),
  );

/** `AuthGuard('jwt')` and `passport.authenticate('jwt')` name how somebody signs in, not what they may do. */
const namesStrategy = (name: string, requires: readonly string[]): boolean =>
  /(^|\.)(AuthGuard|authenticate)$/.test(name) &&
  !requires.some((each) => /admin|role|staff|owner|permission/i.test(each));

const plainNames = new WeakMap<readonly CallerCheck[], ReadonlySet<string>>();

/** Names of checks, made plain once for all endpoints. */
function namesOf(checks: readonly CallerCheck[]): ReadonlySet<string> {
  const known = plainNames.get(checks) ?? new Set(checks.map(({ name }) => plainName(name)));
  plainNames.set(checks, known);
  return known;
}

const authorises =
  /role|admin|permission|perms?\b|scope|owner|access|acl|polic|abilit|\bcan[A-Z(_]|grant|entitle|restrict|member|tenant|privilege|staff|superuser|rbac|abac/i;

/** `isAccounting`, `isTeacher`: more than whether somebody is there. */
const asksForKind =
  /^is_?(?!(Auth|Log|Sign|Session|Token|Valid|User|Jwt|Verified|Active|Connected|Api|Json|Xhr|Ajax|Prod|Dev|Test|Online|Enabled|Body|Email)[A-Za-z]*$)[A-Z][a-z]\w+$/;

/** It writes down who came. */
const logging = /access_?log/i;

const lastPart = (name: string): string => (name.split('.').at(-1) ?? name).replace(/\(.*$/, '');

const plainName = (name: string): string => name.replaceAll(/[^a-z0-9]/gi, '').toLowerCase();

/** Whether the code of a handler itself, or a guard before it, compares the caller with something. */
export const isChecked = (endpoint: Endpoint, checks: readonly CallerCheck[]): boolean =>
  isAuthorised(endpoint, checks) ||
  checks.some(
    ({ file, start, end }) =>
      file === endpoint.handler?.file && start <= endpoint.handler.line && endpoint.handler.line <= end,
  );

/** One access of one endpoint, with all that the endpoint does to what the same part of the request names. */
export interface EndpointAccess {
  readonly endpoint: Endpoint;
  readonly flow: Flow;
  readonly access: RecordAccess;
}

/** Accesses of a kind by the endpoints they are made for, those of the administration left out. */
export function accessesOf({ api, trust }: Backend, kind: Flow['kind']): readonly EndpointAccess[] {
  const endpoints = new Map(api.endpoints.map((endpoint) => [endpoint.id, endpoint]));
  return trust.flows
    .filter((flow) => flow.kind === kind)
    .flatMap((flow) =>
      flow.endpoints.flatMap((id) => {
        const endpoint = endpoints.get(id);
        return endpoint === undefined ||
          flow.access === undefined ||
          isAdministration(endpoint.path) ||
          isOfPost(endpoint, flow, endpoints)
          ? []
          : [{ endpoint, flow, access: flow.access }];
      }),
    );
}

/** A script that reads what a form posts gets nothing of it by a GET, which is told beside. */
const isOfPost = (
  { method, path, handler }: Endpoint,
  { source }: Flow,
  endpoints: ReadonlyMap<string, Endpoint>,
): boolean =>
  method === 'GET' &&
  source.what.startsWith('body field ') &&
  handler !== undefined &&
  /\.(php|phtml|inc)$/.test(handler.file) &&
  endpoints.get(`POST ${path}`)?.handler?.file === handler.file;
