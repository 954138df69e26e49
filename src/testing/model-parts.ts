import { accessParts } from './access-parts.ts';
import { keyValueParts } from './key-value-parts.ts';
import type { Backend } from '../model/backend.ts';
import { seen } from './seen.ts';
import type { Origin, Quantity } from '../model/origin.ts';

const quantity = (found: Quantity): string => `${found.value} ${found.unit}`;

/** `name=value` pairs in the order in which they were found. */
const pairs = (facts: Readonly<Record<string, string | undefined>>): string =>
  Object.entries(facts)
    .flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${value}`]))
    .join(' ');

const places = (words: string, found: readonly Origin[] | undefined): string =>
  found === undefined ? '' : `${words} ${found.map(seen).join(', ')}`;

/** Parts of a model that a page shows when its closing block names them. */
export const printedParts: Readonly<Record<string, (backend: Backend) => readonly string[]>> = {
  engine: ({ data: { engine } }) =>
    engine === undefined ? [] : [`engine ${engine.name} ${engine.version ?? ''}`.trimEnd()],
  stack: ({ stack }) =>
    stack.map(
      ({ role, name, version, supportEnd, origin }) =>
        `${role} ${name} ${version ?? ''}${supportEnd === undefined ? '' : ` until ${supportEnd}`}  ${seen(origin)}`,
    ),
  contexts: ({ architecture }) =>
    architecture.contexts.map(({ id, origin }) => `context ${id}  ${seen(origin)}`),
  modules: ({ architecture }) =>
    architecture.modules.flatMap(({ id, layer, context, files, lines, dependsOn }) => [
      `module ${id} ${layer}${context === undefined ? '' : ` of ${context}`} ${files} files ${lines} lines`,
      ...dependsOn.map(({ module, origin }) => `  uses ${module}  ${seen(origin)}`),
    ]),
  deployment: ({ architecture }) => [
    ...architecture.containers.map(({ kind, id, technology }) => `container ${kind} ${id} ${technology}`),
    ...architecture.connections.map(
      ({ from, to, protocol, origin }) => `connection ${from} -> ${to} ${protocol}  ${seen(origin)}`,
    ),
    ...architecture.deployment.map(
      ({ kind, name, runs, facts, origin }) =>
        `${kind} ${name}${runs.length === 0 ? '' : ` runs ${runs.join(', ')}`}  ${seen(origin)}\n  ${pairs(facts)}`,
    ),
  ],
  responses: ({ api }) =>
    api.endpoints.map(
      ({ id, responses }) => `${id} answers ${responses.map(({ status }) => status).join(', ') || 'unknown'}`,
    ),
  gateways: ({ architecture }) =>
    architecture.gatewayRoutes.map(
      ({ gateway, host, path, match, methods, to, rewrittenTo, checks, origin }) =>
        `${gateway} ${methods === undefined ? '' : `${methods.join(',')} `}${host ?? ''}${path} ${match} -> ${to}${rewrittenTo === undefined ? '' : ` as ${rewrittenTo}`}${checks.length === 0 ? '' : ` checks ${checks.join(', ')}`}  ${seen(origin)}`,
    ),
  configuration: ({ architecture }) =>
    architecture.configuration.map(
      ({ key, type, secret, default: fallback, origin }) =>
        `${secret ? 'secret' : 'setting'} ${key} ${type}${fallback === undefined ? '' : ` default ${fallback}`}  ${seen(origin)}`,
    ),
  secrets: ({ trust }) =>
    trust.secrets.map(
      ({ kind, name, storedIn, origin }) => `secret ${kind} ${name} in ${storedIn}  ${seen(origin)}`,
    ),
  settings: ({ trust }) =>
    trust.settings.map(
      ({ kind, call, values, open, complete, purpose, origin }) =>
        `${kind} ${call} ${[...Object.entries(values).map(([key, value]) => `${key}=${JSON.stringify(value)}`), ...open.map((key) => `${key}=?`), ...(complete ? [] : ['…'])].join(' ')}${purpose.length === 0 ? '' : ` for ${purpose.join(', ')}`}  ${seen(origin)}`,
    ),
  packages: ({ trust }) =>
    (trust.packages ?? []).map(
      ({ ecosystem, name, version, advisories, fixed, abandoned, direct, development, origin }) =>
        `${ecosystem} ${name} ${version}${advisories.map(({ id }) => ` ${id}`).join('')}${fixed === undefined ? '' : ` fixed ${fixed}`}${abandoned === undefined ? '' : ' abandoned'} ${direct === undefined ? 'unknown way' : direct ? 'direct' : 'brought'}${development ? ' development' : ''}  ${seen(origin)}`,
    ),
  flows: ({ trust }) =>
    trust.flows.flatMap(({ kind, source, steps, sink, doubt }) => [
      `flow ${kind}${doubt === undefined ? '' : ` ${doubt}`} ${sink.what}  ${seen(sink.origin)}`,
      `  from ${source.what}  ${seen(source.origin)}`,
      ...steps.map(({ what, origin }) => `  ${what}  ${seen(origin)}`),
    ]),
  inputs: ({ api }) =>
    api.endpoints.flatMap(({ id, parameters }) => [
      id,
      ...parameters.map(
        ({ in: place, name, required, extent }) =>
          `  ${place} ${name}${required ? ' required' : ''}${extent === undefined ? '' : ` ${extent}`}`,
      ),
    ]),
  documented: ({ api }) =>
    api.documents.flatMap(({ path, base, operations }) => [
      `document ${path}${base === undefined ? '' : ` below ${base}`}`,
      ...operations.flatMap(({ method, path: at, parameters = [], statuses }) => [
        `  ${method} ${at} answers ${statuses?.join(', ') ?? 'anything'}`,
        ...parameters.map(
          ({ in: place, name, required, line }) =>
            `    ${place} ${name}${required ? ' required' : ''}  :${line}`,
        ),
      ]),
    ]),
  documents: ({ api }) =>
    api.documents.flatMap(({ kind, path, version, operations }) => [
      `document ${kind} ${path} ${version ?? ''}`.trimEnd(),
      ...operations.map(
        ({ method, path: at, secured, line }) =>
          `  ${method} ${at} ${secured === undefined ? 'unknown' : secured ? 'secured' : 'open'}  :${line}`,
      ),
    ]),
  processes: ({ processes }) => [
    ...processes.calls.map(
      ({ target, timeout, bounded, attempts, inLoop, inTransaction, origin }) =>
        `call ${target} ${timeout === undefined ? (bounded === true ? 'bounded' : 'no timeout') : quantity(timeout)}${attempts === undefined ? '' : ` ${attempts.value} attempts`}${inLoop === true ? ' in a loop' : ''}${inTransaction === true ? ' in a transaction' : ''}  ${seen(origin)}`,
    ),
    ...processes.jobs.map(
      ({ kind, name, queue, schedule, attempts, backoff, producers, consumers, origin }) =>
        `job ${kind} ${name} ${pairs({ queue, schedule, attempts: attempts?.value.toString(), backoff })}  ${seen(origin)}${places('\n  put in at', producers)}${places('\n  run at', consumers)}`,
    ),
    ...processes.events.map(
      ({ name, producer, consumers, origin }) =>
        `event ${name} from ${producer} to ${consumers.map(({ context }) => context).join(', ') || 'nobody'}  ${seen(origin)}`,
    ),
    ...processes.caches.map(
      ({ operation, key, ttl, bounded, origin }) =>
        `cache ${operation} ${key} ${ttl === undefined ? (bounded === true ? 'bounded' : 'no ttl') : quantity(ttl)}  ${seen(origin)}`,
    ),
  ],
  access: accessParts,
  keyvalue: keyValueParts,
  callers: ({ data }) =>
    data.queries.map(
      ({ reachedBy, origin }) => `${seen(origin)} is reached by ${reachedBy?.join(', ') ?? 'nothing known'}`,
    ),
  queries: ({ data }) =>
    data.queries.map(
      ({ kind, sql, tables, inLoop, loop, inTransaction, interpolated, unbounded, origin }) =>
        `query ${kind}${inLoop === true ? ' in a loop' : ''}${loop === undefined ? '' : ` at ${seen(loop)}`}${inTransaction === true ? ' in a transaction' : ''}${interpolated === true ? ' interpolated' : ''}${unbounded === true ? ' unbounded' : ''} [${tables.join(', ')}] ${sql}  ${seen(origin)}`,
    ),
};
