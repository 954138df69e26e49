// The seam between the generated tests and the system under test.
// Write a module that exports `harness: Harness` and name it: HARNESS=./my-harness.ts npx vitest run 7-testing

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON, or undefined when the body is empty. */
  readonly body: unknown;
}

export interface Call {
  readonly role: string;
  readonly method: string;
  /** With {parameters}; each is filled with the id of an object that exists. */
  readonly path: string;
  readonly entity: string;
  /** Entity each parameter of the path is the id of; the rest are ids of the entity itself. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Message {
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
}

export interface Harness {
  /** Sends a request as a role; the role `anonymous` sends no token. */
  request(role: string, method: string, path: string, options: Pick<Call, 'body' | 'headers'>): Promise<Answer>;
  /** Id of an object that exists: one that the user of the role owns, or one of somebody else. */
  object(entity: string, of: { readonly role: string; readonly owned: boolean }): Promise<string>;
  /** Hands a message to a consumer, as the broker would. */
  deliver(consumer: string, message: Message): Promise<void>;
  /** What a consumer has changed since the reset, in a form that two runs can be compared by. */
  effects(consumer: string): Promise<unknown>;
  /** Messages published since the reset. */
  published(): Promise<readonly Message[]>;
  /** Rows of a statement on the database of the system under test. */
  query(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Back to the generated data. */
  reset(): Promise<void>;
}

async function connect(): Promise<Harness> {
  const module = process.env['HARNESS'];
  if (module === undefined) throw new Error('set HARNESS to a module that exports `harness: Harness`');
  const loaded: { readonly harness: Harness } = await import(new URL(module, `file://${process.cwd()}/`).href);
  return loaded.harness;
}

export const harness: Harness = await connect();

/** Sends a call; path parameters become the id of an own object, or of a foreign one. */
export async function send(call: Call, owned = true): Promise<Answer> {
  let path = call.path;
  for (const [parameter, name = ''] of call.path.matchAll(/\{([^}]+)\}/g)) {
    const entity = call.parameters?.[name] ?? call.entity;
    path = path.replace(parameter, encodeURIComponent(await harness.object(entity, { role: call.role, owned })));
  }
  return harness.request(call.role, call.method, path, {
    ...(call.body === undefined ? {} : { body: call.body }),
    ...(call.headers === undefined ? {} : { headers: call.headers }),
  });
}
