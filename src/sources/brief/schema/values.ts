import type { Json } from '../../../model/origin.ts';
import { countPattern } from '../values/amount.ts';
import { dataClasses, simpleKinds } from '../values/field.ts';
import { verbs } from '../values/operation.ts';
import { deadlinePattern } from '../sections/constraints.ts';

export type Schema = Readonly<Record<string, Json>>;

/** A value with a grammar of its own: what an editor shows, checks and completes. */
export interface Grammar {
  readonly description: string;
  readonly pattern: string;
  readonly examples: readonly string[];
  /** Shown instead of the pattern when a value does not fit. */
  readonly message: string;
  /** Whether a bare YAML number fits too (`rows: 200`). */
  readonly number?: boolean;
}

const count = countPattern.replace('(?:', '(').replaceAll('(?:', '(');
const time = String.raw`\d{1,12}(\.\d{1,6})?(ms|s|m|h|d|y)`;
const period = '(s|min|h|day|month|year)';
const word = '[a-z][a-z0-9-]*';
const entity = '[A-Z][A-Za-z0-9]*';

/** The value grammars of the brief language. What a pattern lets through, the reader still checks in full. */
export const grammars = {
  duration: {
    description: 'A time: a number and ms, s, m (minutes), h, d or y',
    pattern: `^${time}$`,
    examples: ['250ms', '15m', '30d'],
    message: 'Write a number and one of ms, s, m, h, d, y without a blank: 15m.',
  },
  count: {
    description: 'A count, with k, M or G for thousands, millions and billions',
    pattern: `^${count}$`,
    examples: ['200', '200k', '1.5M'],
    message: 'Write a number with an optional k, M or G: 200k.',
    number: true,
  },
  rate: {
    description: 'A count in a period',
    pattern: `^${count}/${period}$`,
    examples: ['60/min', '2k/s'],
    message: 'Write a count, a slash and s, min, h, day, month or year: 60/min.',
  },
  volume: {
    description: 'Rows alive, rows added in a period, or a multiple of another entity',
    pattern: `^(${count}(/${period})?|${count}\\s+per\\s+${entity})$`,
    examples: ['200k', '5M/year', '3 per Order'],
    message: 'Write 200k for rows alive, 5M/year for rows added, or 3 per Order.',
    number: true,
  },
  percent: {
    description: 'A part of the whole',
    pattern: String.raw`^(100(\.0{1,6})?|\d{1,2}(\.\d{1,6})?)%$`,
    examples: ['15%', '99.95%'],
    message: 'Write a number from 0 to 100 and %: 99.95%.',
  },
  peak: {
    description: 'How far the peak lies above the mean',
    pattern: String.raw`^[1-9]\d{0,3}(\.\d{1,3})?x$`,
    examples: ['1x', '3x'],
    message: 'Write a number of at least 1 and x: 3x.',
  },
  users: {
    description: 'How many users there are, and how they are counted',
    pattern: `^${count}\\s+(concurrent|daily|monthly|registered)$`,
    examples: ['100k concurrent', '2M monthly'],
    message: 'Write a count and concurrent, daily, monthly or registered: 100k concurrent.',
  },
  operation: {
    description: 'A verb and an entity; a named action has three words',
    pattern: `^((${verbs.join('|')})\\s+${entity}|process\\s+${entity}\\s+${word})$`,
    examples: ['list Product', 'create Order', 'process Order cancel'],
    message: `Write one of ${verbs.join(', ')} and an entity: list Order.`,
  },
  field: {
    description: 'type[?] [unique] [<=n | >=n | a..b] [= default] [@class]',
    pattern: `^((${simpleKinds.join('|')})\\??|enum\\([^)]+\\)\\??|role\\??|ref\\??\\s+${entity}\\??(\\s+(cascade|restrict|set-null))?)(\\s.*)?$`,
    examples: [
      'string <=80',
      'text? <=4000',
      'enum(placed, paid) = placed @server',
      'ref Order',
      'email @pii',
    ],
    message: `Write a type (${simpleKinds.join(', ')}, enum(…), role, ref Entity) and what bounds it: string? <=80 @pii.`,
  },
  access: {
    description: 'Who may do what: role may verbs Entities [where owner|tenant|team|assigned] [mask class]',
    pattern: `^${word}\\s+may\\s+\\S.*$`,
    examples: ['customer may read, update Order where owner', 'support may read Order, User mask pii'],
    message: 'Write: customer may read, update Order where owner.',
  },
  latency: {
    description: 'The part of the requests that must be answered, and within which time',
    pattern: String.raw`^p(50|90|95|99|99\.9)\s*<\s*(?=[\d.]*[1-9])\d{1,7}(\.\d{1,3})?(ms|s)$`,
    examples: ['p95 < 200ms', 'p99 < 1.5s'],
    message: 'Write p50, p90, p95, p99 or p99.9, < and a limit: p95 < 200ms.',
  },
  budget: {
    description: 'What it may cost to run, in euro',
    pattern: `^${count}\\s+EUR/(month|year)$`,
    examples: ['25k EUR/month', '300k EUR/year'],
    message: 'Write an amount in euro and its period: 25k EUR/month.',
  },
  price: {
    description: 'A unit price in euro, or how many times the bare machine a managed service costs',
    pattern: String.raw`^\d{1,9}(\.\d{1,6})?\s*(EUR|x)$`,
    examples: ['24.50 EUR', '1.5x'],
    message: 'Write an amount in euro, 24.50 EUR, or for a managed service a factor, 1.5x.',
  },
  bytes: {
    description: 'A size in decimal multiples',
    pattern: String.raw`^\d{1,12}(\.\d{1,6})?(B|kB|MB|GB|TB)$`,
    examples: ['500B', '20kB'],
    message: 'Write a number and B, kB, MB, GB or TB: 20kB.',
  },
  deadline: {
    description: 'A date, a month, a quarter or the time there is',
    pattern: deadlinePattern.source,
    examples: ['2027-06-01', '2027-Q2', '6 months'],
    message: 'Write 2027-06-01, 2027-06, 2027-Q2 or 6 months.',
  },
  protectedField: {
    description: 'A field of an entity, or all of them',
    pattern: `^${entity}\\.(\\*|[a-z][a-z0-9_]*)$`,
    examples: ['User.email', 'Address.*'],
    message: 'Write User.email, or Address.* for all fields.',
  },
  name: {
    description: 'A word in kebab-case',
    pattern: `^${word}$`,
    examples: ['payment-provider'],
    message: 'Write a word in kebab-case: payment-provider.',
  },
} as const satisfies Readonly<Record<string, Grammar>>;

export type GrammarName = keyof typeof grammars;

/** A reference to a grammar under `definitions`. */
export const grammar = (name: GrammarName): Schema => ({ $ref: `#/definitions/${name}` });

export const definitions: Schema = Object.fromEntries(
  Object.entries<Grammar>(grammars).map(([name, { description, pattern, examples, message, number }]) => [
    name,
    {
      description,
      type: number === true ? ['string', 'number'] : 'string',
      pattern,
      patternErrorMessage: message,
      examples,
    },
  ]),
);

export const text = (description: string): Schema => ({ description, type: ['string', 'number', 'boolean'] });
export const flag = (description: string): Schema => ({ description, type: 'boolean' });
export const oneOf = (description: string, words: readonly string[]): Schema => ({
  description,
  enum: words,
});
export const listOf = (items: Schema, description = ''): Schema => ({
  ...(description === '' ? {} : { description }),
  anyOf: [{ type: 'array', items }, items],
});
export const texts = (description: string): Schema => listOf({ type: ['string', 'number'] }, description);
export const classWords: readonly string[] = dataClasses;

/** A map with fixed keys. An empty value counts as an empty map. */
export const mapOf = (description: string, properties: Schema, required: readonly string[] = []): Schema => ({
  description,
  type: required.length === 0 ? ['object', 'null'] : 'object',
  additionalProperties: false,
  ...(required.length === 0 ? {} : { required }),
  properties,
});

/** A map whose keys are names the user chooses. */
export const named = (description: string, pattern: string, value: Schema): Schema => ({
  description,
  type: ['object', 'null'],
  additionalProperties: false,
  patternProperties: { [pattern]: value },
});
