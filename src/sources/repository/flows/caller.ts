import type { ParsedFile } from '../javascript/parse.ts';
import type { Node } from 'oxc-parser';
import type { Machine } from './machine.ts';
import { can } from './marks.ts';
import type { Taint, Thing, Value } from './value.ts';
import { join, tainted } from './value.ts';

const people = String.raw`(user|account|member|customer|person|profile|viewer|principal|identity|session|admin|tenant|org|organi[sz]ation|workspace|staff|employee|client|player)`;

/** Where frameworks and handlers keep who was found to send a request. */
const places: readonly RegExp[] = [
  new RegExp(String.raw`^@req#(raw\.)?(_?${people}(_?id|Id|ID|Data|Info)?|auth|uid|jwt|signedCookies)\b`),
  new RegExp(
    String.raw`^@req#(current|auth|authed|authenticated|loggedIn|logged|signedIn|req|request|session)_?${people}`,
    'i',
  ),
  /^@req#(decoded|decodedToken|decoded_token|tokenPayload|tokenData|token|claims|jwtPayload|credentials|accountability|permissions|roles?)\b/,
  new RegExp(String.raw`^@ctx#(state\.|locals\.|var\.)?(${people}(_?id|Id|ID)?|auth|jwt|claims|token)\b`),
  new RegExp(
    String.raw`^@ctx#(state\.|locals\.|var\.)?(current|auth|authenticated|loggedIn)_?${people}`,
    'i',
  ),
  new RegExp(String.raw`^@(ctx|req)#get\(\)\.(${people}(_?id|Id|ID)?|jwtPayload|auth)\b`),
  new RegExp(String.raw`^@res#locals\.(${people}(_?id|Id|ID)?|auth|jwt|token|payload|decoded)\b`),
  new RegExp(
    String.raw`^@event#(locals|context)\.(${people}|auth)\b|^@event#requestContext\.(authorizer|identity)`,
  ),
  new RegExp(
    String.raw`^@socket#(data\.|request\.|handshake\.)?(${people}(_?id|Id|ID)?|auth|decoded_token)\b`,
  ),
  /^(jsonwebtoken|jws|jose|jwt-simple|njwt|paseto|fast-jwt|jwt-decode|@nestjs\/jwt|@fastify\/jwt|express-jwt|firebase-admin)[^#]*#.*\b(verify\w*|decode\w*|jwtVerify|jwtDecode|default)\(\)/,
  /^jwt-decode#\(\)/,
  /^(next-auth|@auth\/[\w-]+|@clerk\/[\w-]+|@auth0\/[\w-]+|@supabase\/[\w-]+|iron-session|better-auth|lucia|express-openid-connect|@kinde-oss\/[\w-]+)[^#]*#.*\b(getServerSession|getSession|getAuth|auth|currentUser|getIronSession|validateSession|getToken|getUser|getClaims)\(\)/,
];

/** Whether what goes by that name says who is calling. */
export function isCallerName(name: string): boolean {
  const known = asked.get(name);
  if (known !== undefined) return known;
  const found = places.some((place) => place.test(name));
  asked.set(name, found);
  return found;
}

/** Answers by name: the same few are asked for again and again. */
const asked = new Map<string, boolean>();

const asking = new RegExp(
  String.raw`^(get|require|load|fetch|resolve|ensure|find|read|extract|use)?_?(the)?(current|auth|authed|authenticated|logged_?in|signed_?in|session|request)_?${people}`,
  'i',
);
const asksToken = new RegExp(
  String.raw`^(get|extract|find|resolve|load)_?${people}s?(_?ids?)?_?(from|by)_?(token|request|req|session|header|headers|cookies?|jwt|context|ctx)$`,
  'i',
);

/** Functions that by their names answer who is calling: `getCurrentUser()`, `userFromToken(token)`. */
export const asksForCaller = (name: string | undefined): boolean =>
  name !== undefined &&
  (asking.test(name) || asksToken.test(name) || /^verify_?(access_?)?(token|jwt)$/i.test(name));

const decorators = new RegExp(
  String.raw`^(Get|Req|Request|Current|Active|Auth|Authenticated|LoggedIn|Logged|My)?${people}(Id|ID|Entity|Data|Info)?(From\w+)?(Decorator)?$|^(Auth|Jwt|Token)(Payload|Context|Claims)?$|^GetCurrent\w+$|^Current\w+$`,
  'i',
);

/** Decorators that hand over who is calling. */
export const isCallerDecorator = (name: string): boolean => decorators.test(name);

/** Who is calling: one source for all places, as it is one person. */
export function callerValue(machine: Machine, file: ParsedFile, node: Node): Value {
  machine.callers.source ??= { what: 'the caller', file, node };
  return tainted([{ source: machine.callers.source, marks: can.caller, step: undefined }]);
}

export const withCaller = (machine: Machine, value: Value, file: ParsedFile, node: Node): Value =>
  join(value, callerValue(machine, file, node));

/** What a header or cookie brings is a token that somebody was given: what is looked up by it is theirs. */
export const provesCaller = ({ taints }: Value): boolean =>
  taints.some(({ source }) => /^(header|cookie)\b|^the (headers|cookies)$/.test(source.what));

const isOfCaller = ({ marks }: Taint): boolean => (marks & can.caller) !== 0;

/** Whether a value says who is calling, or was found by that. */
export const saysCaller = ({ taints }: Value): boolean => taints.some(isOfCaller);

/** The same for objects, by what stands in their fields. */
export function holdsCaller(value: Value, depth = 0, seen: Set<Thing> = new Set()): boolean {
  if (saysCaller(value)) return true;
  if (depth > deepestFilter) return false;
  return value.things.some((thing) => {
    if (thing.kind === 'instance' || seen.has(thing)) return false;
    seen.add(thing);
    return [thing.rest, ...thing.fields.values()].some((field) => holdsCaller(field, depth + 1, seen));
  });
}

/** Filters go over several tables: `{ team: { groups: { some: { members: { some: { userId } } } } } }`. */
export const deepestFilter = 12;
