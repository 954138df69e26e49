import { counted, interfaceIsKnown } from '../asvs/scope.ts';
import { enough, part } from '../asvs/shown.ts';
import type { Element } from '../data-flow.ts';
import type { Fact } from './threat.ts';
import type { DeploymentUnit } from '../../../model/architecture.ts';
import type { Backend } from '../../../model/backend.ts';

/** What the address or the options of a connection say; in clear inside the system is told, and is no finding. */
export const isEncrypted: Fact = ({ connection }) => {
  if (connection === undefined || connection.encrypted === 'unknown') return undefined;
  const { encrypted, protocol, origin } = connection;
  return encrypted ? enough(`${protocol} is encrypted`, [origin]) : part(`${protocol} is in clear`, [origin]);
};

export const hasTimeout: Fact = ({ connection }, { backend }) => {
  if (connection === undefined) return undefined;
  const calls = backend.processes.calls.filter(({ target }) => target === connection.to);
  const timed = calls.filter(({ timeout }) => timeout !== undefined);
  if (connection.timeout !== undefined) return enough('the connection has a timeout', [connection.origin]);
  if (timed.length === 0) return undefined;
  const words = `${timed.length} of ${counted(calls.length, 'call')} ${timed.length === 1 ? 'has' : 'have'} a timeout`;
  const at = timed.map(({ origin }) => origin);
  return timed.length === calls.length ? enough(words, at) : part(words, at);
};

const unitsOf = ({ architecture }: Backend, { id }: Element): readonly DeploymentUnit[] =>
  architecture.deployment.filter(({ runs }) => runs.includes(id));

/** No unit that runs the store publishes a port to the host. */
export const isOnInnerNetwork: Fact = (element, { backend }) => {
  const units = unitsOf(backend, element).filter(({ facts }) => facts['published'] !== undefined);
  return units.length > 0 && units.every(({ facts }) => facts['published'] === 'none')
    ? enough(
        'no port of it is published',
        units.map(({ origin }) => origin),
      )
    : undefined;
};

/** Every image that is built here names a user other than root. */
export const runsAsOwnUser: Fact = (_element, { backend }) => {
  const built = backend.architecture.deployment.filter(({ kind }) => kind === 'dockerfile');
  const own = built.filter(({ facts: { user } }) => !['unset', 'root', '0', undefined].includes(user));
  if (own.length === 0) return undefined;
  const words = `${own.length} of ${counted(built.length, 'image')} ${own.length === 1 ? 'names' : 'name'} a user of its own`;
  const at = own.map(({ origin }) => origin);
  return own.length === built.length ? enough(words, at) : part(words, at);
};

/** For whom each endpoint is, is known, and a check stands before all that are not public. */
export const accessIsKnown: Fact = (_element, { backend }) => {
  const { endpoints } = backend.api;
  if (!interfaceIsKnown(backend)) return undefined;
  const known = endpoints.filter(({ access }) => access !== 'unknown');
  const guarded = known.filter(({ access }) => access === 'guarded');
  if (guarded.length === 0) return undefined;
  const words = `${guarded.length} of ${counted(endpoints.length, 'endpoint')} ask who is calling, ${known.length - guarded.length} are public, ${endpoints.length - known.length} not known`;
  const at = guarded.flatMap(({ guards: [first] }) => (first === undefined ? [] : [first.origin]));
  return known.length === endpoints.length ? enough(words, at) : part(words, at);
};

/** Attempts are counted somewhere; that every way in is behind the count is not shown by it. */
export const attemptsAreCounted: Fact = (_element, { backend }) => {
  const counts = backend.trust.settings.filter(({ kind }) => kind === 'attempt-limit');
  const limits = backend.api.endpoints.flatMap(({ guards }) =>
    guards.filter(({ kind }) => kind === 'rate-limit'),
  );
  const at = [...counts, ...limits].map(({ origin }) => origin);
  return at.length === 0
    ? undefined
    : part(`attempts or calls are counted in ${counted(at.length, 'place')}`, at);
};

/** Tables whose name says that they hold what was done by whom. */
export const trailIsKept: Fact = (_element, { backend }) => {
  const trails = backend.data.tables.filter(({ name }) =>
    /(^|_)(audits?|audit_?logs?|audit_?trail|activity_?logs?|event_?logs?|change_?logs?|history|journal)(_|$)/i.test(
      name,
    ),
  );
  return trails.length === 0
    ? undefined
    : part(
        `${trails.map(({ name }) => name).join(', ')} ${trails.length === 1 ? 'keeps' : 'keep'} a trail; what is written to it was not compared with what changes`,
        trails.map(({ origin }) => origin),
      );
};
