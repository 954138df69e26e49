import type { Quantity } from '../../../../model/origin.ts';
import type { Code } from '../code.ts';
import { textOf } from '../values.ts';
import type { World } from '../world.ts';
import type { Body } from './typing.ts';

type Limit = Omit<Quantity, 'origin'> | 'unknown';

const units: Readonly<Record<string, number>> = {
  MILLISECONDS: 0.001,
  Millis: 0.001,
  milliseconds: 0.001,
  SECONDS: 1,
  Seconds: 1,
  seconds: 1,
  MINUTES: 60,
  Minutes: 60,
  minutes: 60,
  HOURS: 3600,
  Hours: 3600,
  hours: 3600,
  DAYS: 86_400,
  Days: 86_400,
  days: 86_400,
};

/** `Duration.ofSeconds(3)`, `3.seconds`. */
export function durationOf(body: Body, code: Code): Omit<Quantity, 'origin'> | undefined {
  if (code.kind === 'call' && /^of(Millis|Seconds|Minutes|Hours|Days)$/.test(code.name)) {
    const value = Number(textOf(body.types.world, code.args[0]?.value, body.scope).text);
    const unit = units[code.name.slice(2)];
    return Number.isFinite(value) && unit !== undefined ? { value: value * unit, unit: 's' } : undefined;
  }
  if (code.kind !== 'member' || code.on.kind !== 'number') return undefined;
  const unit = units[code.name];
  return unit === undefined ? undefined : { value: Number(code.on.value) * unit, unit: 's' };
}

const setting =
  /\b(?:set)?(?:[rR]ead|[rR]esponse|[rR]equest|[cC]all|[sS]o|[sS]ocket|[cC]onnect|[cC]onnection|[cC]onnectionRequest)?[tT]imeout(?:Millis)?\s*(?:\(|=)\s*(?:Duration\.of(Millis|Seconds|Minutes)\(\s*(\d[\d_]*)|(?:Timeout\.of(Milliseconds|Seconds|Minutes)\(\s*(\d[\d_]*))|(\d[\d_]*)L?\s*(?:,\s*TimeUnit\.(\w+))?|([A-Za-z(]))/;

/**
 * What limits a client: a time the file says, else one that is said where the client is made: in the file itself, in a
 * class that it names, else anywhere. `unknown` where a limit is set to what is not written down, where only some of
 * those that may have made the client set one, or where no client is made in the target.
 */
export function limitOf(
  body: Body,
  client: { readonly name: string; readonly type: RegExp },
): Limit | undefined {
  const { world } = body.types;
  const own = limitIn(world.text(body.method.file.path));
  if (own !== undefined) return own;
  const all = makersOf(world, client);
  if (all.length === 0) return 'unknown';
  const limits = nearest(all, body.method.file.path, world).map(({ text }) => limitIn(text));
  const [first, ...others] = limits;
  return limits.every((each) => isSame(each, first)) || others.length === 0 ? first : 'unknown';
}

/** The file that makes its client itself, else those whose class it names. */
function nearest(makers: readonly Maker[], path: string, world: World): readonly Maker[] {
  const own = makers.filter((maker) => maker.path === path);
  if (own.length > 0) return own;
  const text = world.text(path);
  const named = makers.filter((maker) => new RegExp(`\\b${classOf(maker.path)}\\b`).test(text));
  return named.length > 0 ? named : makers;
}

const classOf = (path: string): string => /([\w$]+)\.\w+$/.exec(path)?.[1] ?? path;

const isSame = (a: Limit | undefined, b: Limit | undefined): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && a.value === b.value && a.unit === b.unit);

function limitIn(text: string): Limit | undefined {
  const found = setting.exec(text);
  if (found === null)
    return /ReadTimeoutHandler|responseTimeout|HttpTimeout|CONNECT_TIMEOUT|READ_TIMEOUT|connectTimeout|readTimeout/.test(
      text,
    )
      ? 'unknown'
      : undefined;
  const [, duration, amount, other, otherAmount, plain, unit, open] = found;
  if (open !== undefined) return 'unknown';
  const word = duration ?? (other === 'Milliseconds' ? 'Millis' : other) ?? unit ?? 'MILLISECONDS';
  const scale = units[word];
  const value = Number((amount ?? otherAmount ?? plain ?? '').replaceAll('_', ''));
  return scale === undefined || !Number.isFinite(value) || value === 0
    ? 'unknown'
    : { value: value * scale, unit: 's' };
}

interface Maker {
  readonly path: string;
  readonly text: string;
}

const known = new WeakMap<World, Map<string, readonly Maker[]>>();

/** Sources that make a client of the kind. */
function makersOf(world: World, { name }: { readonly name: string }): readonly Maker[] {
  const all = known.get(world) ?? new Map<string, readonly Maker[]>();
  known.set(world, all);
  const before = all.get(name);
  if (before !== undefined) return before;
  const made = new RegExp(
    `new\\s+${name}\\s*[({]|${name}\\.(?:create|builder|newBuilder|newHttpClient)\\b|\\b${name}\\s+\\w+\\s*\\(|HttpClients?\\.(?:create|custom)|HttpClientBuilder|ClientBuilder\\.|openConnection\\(|\\b${name}\\s*[({]`,
  );
  const found = world.paths
    .map((path) => ({ path, text: world.text(path) }))
    .filter(({ text }) => text.includes(name) && made.test(text));
  all.set(name, found);
  return found;
}
