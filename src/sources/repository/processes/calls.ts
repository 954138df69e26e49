import type { CallExpression, Node } from 'oxc-parser';
import type { OutgoingCall } from '../../../model/processes.ts';
import type { Origin, Quantity } from '../../../model/origin.ts';
import { numberOf, objectOf, propertyOf, textOf } from '../code/constants.ts';
import type { CodeReader } from '../code/reader.ts';
import type { Trace, Tracer, Where } from '../code/tracing.ts';
import type { Place } from '../code/visit.ts';
import { originOf } from '../javascript/parse.ts';
import { dottedName } from '../javascript/syntax.ts';
import type { Client } from './clients.ts';
import { clientOf } from './clients.ts';

/** A stretch of code that is tried again when it fails, or guarded by a breaker. */
interface Span {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly attempts?: number;
  readonly breaker: boolean;
}

const retries =
  /^(p-retry|async-retry|promise-retry|exponential-backoff|retry|@lifeomic\/attempt|ts-retry-promise)$/;
const breakers = /^(opossum|cockatiel)$/;

/** Calls that leave the process, with what limits and repeats them. */
export function callReader(tracer: Tracer): CodeReader {
  const calls: OutgoingCall[] = [];
  const spans: Span[] = [];
  let axiosRetries: number | undefined;
  return {
    visit: (node, place) => {
      if (node.type === 'NewExpression') {
        const trace = tracer.trace(node.callee, place);
        if (trace !== undefined && breakers.test(trace.package)) spans.push(spanOf(node, place, true));
      }
      if (node.type !== 'CallExpression') return;
      const trace = tracer.trace(node.callee, place);
      if (trace === undefined) {
        if (isGlobalFetch(tracer, node, place)) add(calls, tracer, node, place, undefined, spans);
        return;
      }
      if (trace.package === 'axios-retry') axiosRetries = retriesOf(tracer, node, place) ?? 3;
      else if (retries.test(trace.package))
        spans.push({ ...spanOf(node, place, false), attempts: (retriesOf(tracer, node, place) ?? 10) + 1 });
      else add(calls, tracer, node, place, trace, spans);
    },
    facts: () => ({
      processes: {
        calls: calls.map((call) =>
          axiosRetries === undefined || call.attempts !== undefined || !call.id.includes('#axios')
            ? call
            : { ...call, attempts: { value: axiosRetries + 1, unit: 'count', origin: call.origin } },
        ),
      },
    }),
  };
}

const spanOf = (node: Node, { file }: Place, breaker: boolean): Span => ({
  file: file.path,
  start: node.start,
  end: node.end,
  breaker,
});

function retriesOf(tracer: Tracer, call: CallExpression, place: Place): number | undefined {
  for (const argument of call.arguments) {
    const options = objectOf(tracer, argument, place);
    for (const key of ['retries', 'numOfAttempts', 'maxTry', 'maxAttempts']) {
      const value = numberOf(tracer, propertyOf(options?.node, key), options?.where ?? place);
      if (value !== undefined) return value;
    }
  }
  return undefined;
}

const isGlobalFetch = (tracer: Tracer, { callee }: CallExpression, place: Place): boolean =>
  /^(globalThis\.)?fetch$/.test(dottedName(callee) ?? '') && tracer.find('fetch', place) === undefined;

function add(
  calls: OutgoingCall[],
  tracer: Tracer,
  node: CallExpression,
  place: Place,
  trace: Trace | undefined,
  spans: readonly Span[],
): void {
  const client: Client | undefined = trace === undefined ? { kind: 'http', bounded: false } : clientOf(trace);
  if (client === undefined) return;
  const origin = originOf(place.file, node);
  const target = client.kind === 'sdk' ? (trace?.package ?? '') : targetOf(tracer, node, place, trace);
  // An address without a host is one of the page that the code runs in: a server cannot ask for it.
  if (client.kind === 'http' && /^\/(?!\/)/.test(target)) return;
  const around = spans.filter(
    (span) => span.file === place.file.path && span.start < node.start && span.end >= node.end,
  );
  const attempts = around.find((span) => span.attempts !== undefined)?.attempts ?? client.attempts;
  const limit = limitOf(tracer, node, place, trace);
  const name = trace?.package ?? 'fetch';
  calls.push({
    id: `${origin.file}:${origin.line}#${name}`,
    target,
    ...(limit.timeout === undefined ? {} : { timeout: milliseconds(limit.timeout, origin) }),
    ...(limit.timeout === undefined && (limit.bounded || client.bounded) ? { bounded: true } : {}),
    ...(attempts === undefined ? {} : { attempts: { value: attempts, unit: 'count', origin } }),
    ...(around.some(({ breaker }) => breaker) ? { circuitBreaker: true } : {}),
    ...(place.inTransaction ? { inTransaction: true } : {}),
    ...(place.inLoop ? { inLoop: true } : {}),
    origin,
  });
}

const milliseconds = (value: number, origin: Origin): Quantity => ({ value, unit: 'ms', origin });

/** Address as far as it is written; the client's base address before it. Credentials in it are left out. */
function targetOf(tracer: Tracer, node: CallExpression, place: Place, trace: Trace | undefined): string {
  const [first] = node.arguments;
  const base = configured(tracer, trace, ['baseURL', 'prefixUrl']);
  const root =
    base === undefined
      ? ''
      : (textOf(tracer, base.node, base.where)?.text ??
        `{${(dottedName(base.node) ?? 'base').replace(/^process\.env\./, '')}}`);
  const options = objectOf(tracer, first, place);
  const url =
    options === undefined
      ? first
      : (propertyOf(options.node, 'url') ??
        propertyOf(options.node, 'uri') ??
        propertyOf(options.node, 'hostname'));
  const own = url === undefined ? undefined : textOf(tracer, url, options?.where ?? place)?.text;
  const name = url === undefined ? undefined : dottedName(url);
  const text = `${root}${own ?? (name === undefined ? '' : `{${name.replace(/^process\.env\.|\.(toString|href)$/g, '')}}`)}`;
  return (text === '' ? 'unknown' : text)
    .replace(/:\/\/[^/@\s]*@/, '://')
    .replace(/\?.*$/, '')
    .slice(0, 120);
}

interface Limit {
  readonly timeout?: number;
  readonly bounded: boolean;
}

/** A time limit in the call's options, else in those its client was made with. */
function limitOf(tracer: Tracer, node: CallExpression, place: Place, trace: Trace | undefined): Limit {
  for (const argument of node.arguments) {
    const options = objectOf(tracer, argument, place);
    const found = options === undefined ? undefined : limitIn(tracer, options.node, options.where);
    if (found !== undefined) return found;
    // Options that are handed on cannot be seen.
    if (argument.type === 'Identifier' && options === undefined && /opt|config|init/i.test(argument.name))
      return { bounded: true };
  }
  const made = trace?.made;
  for (const argument of made?.node.arguments ?? []) {
    if (made === undefined || made.node === node) continue;
    const options = objectOf(tracer, argument, made.where);
    const found = options === undefined ? undefined : limitIn(tracer, options.node, options.where);
    if (found !== undefined) return found;
  }
  return { bounded: false };
}

function limitIn(tracer: Tracer, node: Node, where: Where): Limit | undefined {
  const signal = propertyOf(node, 'signal');
  if (signal !== undefined) {
    const isTimeout = signal.type === 'CallExpression' && dottedName(signal.callee) === 'AbortSignal.timeout';
    const value = isTimeout ? numberOf(tracer, signal.arguments[0], where) : undefined;
    return value === undefined ? { bounded: true } : { timeout: value, bounded: true };
  }
  for (const key of ['timeout', 'responseTimeout', 'headersTimeout', 'bodyTimeout']) {
    const given = propertyOf(node, key);
    if (given === undefined) continue;
    const inner = propertyOf(given, 'request') ?? propertyOf(given, 'response') ?? given;
    const value = numberOf(tracer, inner, where);
    return value === undefined ? { bounded: true } : { timeout: value, bounded: true };
  }
  return undefined;
}

function configured(
  tracer: Tracer,
  trace: Trace | undefined,
  keys: readonly string[],
): { readonly node: Node; readonly where: Where } | undefined {
  const made = trace?.made;
  if (made === undefined) return undefined;
  for (const argument of made.node.arguments) {
    const options = objectOf(tracer, argument, made.where);
    for (const key of keys) {
      const value = propertyOf(options?.node, key);
      if (value !== undefined && options !== undefined) return { node: value, where: options.where };
    }
  }
  return undefined;
}
