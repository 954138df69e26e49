import type { LegacyData } from '../../model/legacy-data.ts';
import type { ConcernFact } from '../../model/legacy-concerns.ts';

/** The zone of local times, and what was seen that does not settle it. */
export interface ToldZone {
  readonly localZone?: NonNullable<LegacyData['localZone']>;
  readonly left: readonly string[];
}

const isConfiguration = /(^|\/)[\w.-]*(config|settings|application|bootstrap)[\w.-]*(\/|\.\w+$)/i;

/** What says which clock the code goes by, the stronger first: what code sets wins over what it was started with. */
const places: readonly ((fact: ConcernFact) => boolean)[] = [
  ({ value }) => value === 'date_default_timezone_set' || value === 'putenv',
  ({ value = '', origin }) =>
    /time_?zone$/i.test(value) && value !== 'date.timezone' && isConfiguration.test(origin.file),
  ({ value }) => value === 'date.timezone',
  ({ value }) => value === 'TZ',
];

const ofSession = ({ value }: ConcernFact): boolean => value === 'of the database session';

/**
 * The zone in which `datetime` values were written, where the code says one and only one: columns filled by NOW() follow
 * the session of the database, others the code, so that both have to agree. An offset is the zone that never changes.
 */
export function toldZone(facts: readonly ConcernFact[]): ToldZone {
  const zones = facts.filter(
    ({ kind, subject }) => kind === 'time-zone' && !/date_default_timezone_get|^computed$/.test(subject),
  );
  const own = places.map((isOf) => zones.filter(isOf)).find((found) => found.length > 0) ?? [];
  const all = [...own, ...zones.filter(ofSession)];
  const named = all.map((fact) => ({ fact, name: zoneOf(fact.subject) }));
  const [first] = named;
  if (first === undefined) return { left: [] };
  if (first.name !== undefined && named.every(({ name }) => name === first.name))
    return { localZone: { name: first.name, origin: first.fact.origin }, left: [] };
  const seen = named
    .slice(0, 5)
    .map(
      ({ fact: { origin }, name = 'a value that is computed or no zone' }) =>
        `${name} (${origin.file}:${origin.line})`,
    );
  return {
    left: [
      `the zone of local times is not settled, UTC is assumed: ${seen.join(', ')}${all.length > 5 ? ` and ${all.length - 5} more` : ''}`,
    ],
  };
}

/** By a name that PostgreSQL knows; its own offsets as text count the other way round. */
export function zoneOf(written: string): string | undefined {
  const [, sign, hours = '', minutes] = /^([-+])(\d{1,2}):?(00)$/.exec(written) ?? [];
  if (sign !== undefined && minutes !== undefined) {
    const size = Number(hours);
    if (size === 0) return 'UTC';
    return size > 12 ? undefined : `Etc/GMT${sign === '+' ? '-' : '+'}${size}`;
  }
  if (!/^(UTC|GMT|[A-Z]\w+(\/[\w+-]+)+)$/.test(written)) return undefined;
  try {
    new Intl.DateTimeFormat('en', { timeZone: written });
    return written === 'Etc/UTC' ? 'UTC' : written;
  } catch {
    return undefined;
  }
}
