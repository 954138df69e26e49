// The seam between the generated tests and the system under test. Write a module that exports `harness: Harness` and name
// it: HARNESS=./my-harness.ts node --test --test-concurrency=1 "7-testing/*.test.ts"
import { pathToFileURL } from 'node:url';

export interface Answer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON, or undefined when the body is empty. */
  readonly body: unknown;
  /** As it came. */
  readonly text: string;
}

export interface Sent {
  readonly body?: unknown;
  /** A body as it goes over the wire, in place of `body`. */
  readonly raw?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Message {
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
}

/** What a system can do for its tests beside its API; what it cannot is skipped, and told. */
export type Ability =
  | 'limits'
  | 'time'
  | 'deliver'
  | 'effects'
  | 'break'
  | 'crash'
  | 'mail'
  | 'credentials'
  | 'settle'
  | 'scratch'
  | 'sign'
  | 'access'
  | 'javascript';

export interface Harness {
  readonly can: ReadonlySet<Ability>;
  /** Sends a request as a person of a role; `anonymous` sends no token. `second`: another person of that role. */
  request(
    role: string,
    method: string,
    path: string,
    sent: Sent & { readonly second?: boolean },
  ): Promise<Answer>;
  /** Id of the person that a role sends as. */
  person(role: string): Promise<string>;
  /** Where the system listens, and an access token of the person of a role: for programs that send their own requests. */
  access(role: string): Promise<{ readonly base: string; readonly token: string }>;
  /** Signature of the body of a webhook that comes in at a path. */
  sign(path: string, body: string): Promise<string>;
  /** TypeScript as the JavaScript that it is, where Node cannot do it by itself. */
  javascript(text: string): Promise<string>;
  /** What the person of a role types in to sign in with a password; a code where the role asks for two factors. */
  credentials(
    role: string,
  ): Promise<{ readonly identifier: string; readonly secret: string; readonly code?: string }>;
  /** Id of an object that is there: within reach of the person of the role, or one of somebody else. */
  object(entity: string, of: { readonly role: string; readonly owned: boolean }): Promise<string | undefined>;
  /** Messages published since the reset. */
  published(): Promise<readonly Message[]>;
  /** Rows of a statement on the database of the system under test, values as text. */
  query(
    sql: string,
    values?: readonly (string | null)[],
  ): Promise<readonly Readonly<Record<string, string | null>>[]>;
  /** Back to the generated data. */
  reset(): Promise<void>;
  /** Whether callers are limited; they are not until a test asks for it. */
  limits(on: boolean): Promise<void>;
  /** Moves the clock of the system forward. */
  advance(ms: number): Promise<void>;
  /** Hands a message to a consumer, as the broker would. */
  deliver(consumer: string, message: Message): Promise<void>;
  /** What a consumer has changed since the reset, in a form that two runs can be compared by. */
  effects(consumer: string): Promise<unknown>;
  /** Until everything that was published is handed on, and flows have come to rest. */
  settle(): Promise<void>;
  /** Breaks a peer of the system (`down`, `slow`) or a step of a flow (`crash`), or mends it (`well`). */
  break(part: string, how: string): Promise<void>;
  /** Messages handed to the mail provider since the reset. */
  mail(): Promise<readonly unknown[]>;
  /** Runs a script on a database of its own that is empty at first and dropped at the end. */
  scratch(
    scripts: readonly string[],
    query: string,
  ): Promise<readonly (readonly Readonly<Record<string, string | null>>[])[]>;
}

async function connect(): Promise<Harness> {
  const module = process.env['HARNESS'];
  if (module === undefined) throw new Error('set HARNESS to a module that exports `harness: Harness`');
  const at = module.startsWith('file:') ? module : new URL(module, pathToFileURL(`${process.cwd()}/`)).href;
  const loaded: { readonly harness: Harness } = await import(at);
  return loaded.harness;
}

export const harness: Harness = await connect();

/** What was asked and answered, for whoever has to find out why a test failed. */
export interface Told extends Answer {
  readonly told: string;
}

const short = (text: string): string => (text.length > 400 ? `${text.slice(0, 400)}…` : text);

/** One request, with words for it. */
export async function send(
  role: string,
  method: string,
  path: string,
  sent: Sent & { readonly second?: boolean } = {},
): Promise<Told> {
  const answer = await harness.request(role, method, path, sent);
  const body = sent.raw ?? (sent.body === undefined ? '' : JSON.stringify(sent.body));
  const extra = Object.entries(sent.headers ?? {}).map(
    ([name, value]) => ` -H '${short(name)}: ${name === 'authorization' ? 'Bearer <token>' : short(value)}'`,
  );
  return {
    ...answer,
    told: `${role}: ${method} ${short(path)}${extra.join('')}${body === '' ? '' : ` ${short(body)}`} => ${answer.status} ${short(answer.text)}`,
  };
}

/** Why a test cannot run here, for the reporter; false = it can. */
export const lacking = (...abilities: readonly Ability[]): string | false => {
  const missing = abilities.filter((ability) => !harness.can.has(ability));
  return missing.length === 0
    ? false
    : `needs staging: this system cannot ${missing.join(', ')} for its tests`;
};
