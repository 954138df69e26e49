import type { Quantity } from '../../../../model/origin.ts';
import type { OutgoingCall } from '../../../../model/processes.ts';
import { expand } from '../annotations.ts';
import type { Code } from '../code.ts';
import { lastName, walkCode } from '../code.ts';
import { fieldOf, scopeOf } from '../names.ts';
import { textOf } from '../values.ts';
import { writtenText } from './texts.ts';
import { durationOf, limitOf } from './time-limits.ts';
import type { Body } from './typing.ts';
import { typeOf } from './typing.ts';
import type { Call, Place } from './walk.ts';

/** A client of HTTP, by what sends a request and where its address stands. */
interface Client {
  readonly name: string;
  readonly type: RegExp;
  readonly sends: RegExp;
  /** Packages of which one must be imported, where the name of the type is not enough. */
  readonly imports?: RegExp;
  /** It gives up by itself when nothing is said. */
  readonly gives?: boolean;
}

const clients: readonly Client[] = [
  {
    name: 'RestTemplate',
    type: /^(RestTemplate|RestOperations)$/,
    sends: /^((get|post|patch|head|options)For\w+|put|delete|exchange|execute)$/,
  },
  {
    name: 'WebClient',
    type: /^WebClient$/,
    sends: /^(retrieve|exchange|exchangeToMono|exchangeToFlux|awaitExchange)$/,
  },
  { name: 'RestClient', type: /^RestClient$/, sends: /^(retrieve|exchange)$/ },
  { name: 'OkHttpClient', type: /^OkHttpClient$/, sends: /^newCall$/, gives: true },
  { name: 'HttpClient', type: /^HttpClient$/, sends: /^(send|sendAsync)$/, imports: /^java\.net\.http/ },
  {
    name: 'HttpClient',
    type: /^(CloseableHttpClient|HttpClient|DefaultHttpClient|CloseableHttpAsyncClient)$/,
    sends: /^execute$/,
    imports: /^org\.apache\.(http|hc)/,
  },
  { name: 'HttpURLConnection', type: /^URL$/, sends: /^openConnection$/ },
  {
    name: 'HttpClient',
    type: /^HttpClient$/,
    sends: /^(get|post|put|patch|delete|head|request|submitForm)$/,
    imports: /^io\.ktor\.client/,
    gives: true,
  },
  {
    name: 'Client',
    type: /^(Client|ResteasyClient)$/,
    sends: /^target$/,
    imports: /ws\.rs\.client|glassfish\.jersey/,
  },
];

/** A request that leaves the process, with what limits it. */
export function outgoingCall(
  body: Body,
  call: Call,
  place: Place,
): Omit<OutgoingCall, 'inLoop' | 'inTransaction'> | undefined {
  const client = clients.find(({ sends }) => sends.test(call.name));
  if (client === undefined || call.on === undefined) return undefined;
  const found = clients.find((each) => each.sends.test(call.name) && isOf(body, each, call));
  if (found === undefined) return undefined;
  const origin = { kind: 'read', file: body.method.file.path, line: call.line } as const;
  const own = chainTimeout(body, place) ?? limitOf(body, found);
  const limit = own ?? (found.gives === true ? ('unknown' as const) : undefined);
  return {
    id: `${origin.file}:${origin.line}#${found.name}`,
    target: targetOf(body, call),
    ...(limit === undefined
      ? {}
      : limit === 'unknown'
        ? { bounded: true }
        : { timeout: { ...limit, origin } }),
    ...attemptsOf(body, place, origin),
    origin,
  };
}

function isOf(body: Body, { type, imports }: Client, call: Call): boolean {
  const { file } = body.scope;
  if (imports !== undefined && !file.imports.some(({ name }) => imports.test(name))) return false;
  const own = typeOf(body, call.on);
  if (own !== undefined && type.test(lastName(own.type.name))) return true;
  const root = rootOf(call);
  const typed = root === undefined ? undefined : typeOf(body, root);
  return typed !== undefined && type.test(lastName(typed.type.name)) && root !== call.on;
}

/** What a chain of calls begins with. */
function rootOf(call: Call): Code | undefined {
  let at: Code | undefined = call.on;
  while (at?.kind === 'call' && at.on !== undefined) at = at.on;
  return at;
}

/** `.timeout(Duration.ofSeconds(3))` after the request, `.block(Duration.ofSeconds(3))`. */
function chainTimeout(body: Body, { chain }: Place): Omit<Quantity, 'origin'> | 'unknown' | undefined {
  const link = chain.find(
    ({ name, args }) => /^(timeout|block|blockOptional)$/.test(name) && args.length > 0,
  );
  const value = link?.args[0]?.value;
  return value === undefined ? undefined : (durationOf(body, value) ?? 'unknown');
}

/** The host a text names, else its path, else the method that asks. */
function targetOf(body: Body, call: Call): string {
  const texts = [...addressesIn(body, call)].flatMap((code) => writtenText(body, code)?.text ?? []);
  const address =
    texts.find((text) => /^https?:\/\//.test(text)) ?? texts.find((text) => text.startsWith('/'));
  const host = /^https?:\/\/([^/?#{]+)/.exec(address ?? '')?.[1];
  const { method, owner } = body;
  return (
    host ??
    address?.replace(/\?.*$/, '').slice(0, 120) ??
    (owner === undefined ? method.name : `${owner.name}.${method.name}`)
  );
}

function* addressesIn(body: Body, call: Call): Generator<Code> {
  let at: Code | undefined = call;
  while (at?.kind === 'call') {
    for (const { value } of at.args.slice(0, 1))
      yield* value.kind === 'name' ? given(body, value.name) : [value];
    at = at.on;
  }
  if (at?.kind === 'new') for (const { value } of at.args.slice(0, 1)) yield value;
  if (at?.kind !== 'name' || body.owner === undefined) return;
  const made = fieldOf(body.types.world, body.owner, at.name)?.field.value?.();
  if (made !== undefined) yield* textsIn([made]);
}

/** A local, and addresses in what it is made of: a request that is built before it is sent. */
function* given(body: Body, name: string): Generator<Code> {
  yield { kind: 'name', name, line: 0 };
  yield* textsIn((body.values.get(name) ?? []).map(({ value }) => value));
}

function textsIn(codes: readonly Code[]): readonly Code[] {
  const found: Code[] = [];
  walkCode(codes, (code) => {
    if (code.kind === 'text' && /^https?:/.test(code.value)) found.push(code);
  });
  return found;
}

/** `.retry(3)`, `.retryWhen(Retry.backoff(3, …))`, `@Retryable(maxAttempts = 3)`, `@CircuitBreaker`. */
function attemptsOf(
  body: Body,
  { chain }: Place,
  origin: Quantity['origin'],
): Pick<OutgoingCall, 'attempts' | 'circuitBreaker'> {
  const scope = body.owner === undefined ? body.scope : scopeOf(body.owner);
  const annotations = [
    ...expand(body.types.world, body.method.annotations, scope),
    ...(body.owner === undefined ? [] : expand(body.types.world, body.owner.annotations, scope)),
  ];
  const breaker = annotations.some(({ name }) => name === 'CircuitBreaker') ? { circuitBreaker: true } : {};
  const retry = chain.find(({ name }) => /^(retry|retryWhen)$/.test(name))?.args[0]?.value;
  const times = retry?.kind === 'number' ? retry : retry?.kind === 'call' ? retry.args[0]?.value : undefined;
  const told = annotations
    .find(({ name }) => name === 'Retryable')
    ?.args.find(({ name }) => name === 'maxAttempts')?.value;
  const value =
    times?.kind === 'number'
      ? Number(times.value) + 1
      : told === undefined
        ? undefined
        : Number(textOf(body.types.world, told, body.scope).text);
  return {
    ...(value === undefined || !Number.isFinite(value) ? {} : { attempts: { value, unit: 'count', origin } }),
    ...breaker,
  };
}
