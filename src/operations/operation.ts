import type { Json } from '../model/origin.ts';

/** One input of an operation; becomes a flag or argument on the command line and a property of the tool schema. */
export type Field =
  | {
      readonly kind: 'text';
      readonly about: string;
      readonly required: boolean;
      readonly placeholder: string;
      /** Taken by the command line when nothing is given; tool servers and the library have none. */
      readonly default?: string;
    }
  | { readonly kind: 'flag'; readonly about: string }
  | {
      readonly kind: 'choice';
      readonly about: string;
      readonly values: readonly string[];
      readonly default?: string;
    };

export type Fields = Readonly<Record<string, Field>>;

type ValueOf<F extends Field> = F extends { kind: 'flag' }
  ? boolean
  : F extends { kind: 'text'; required: true }
    ? string
    : F extends { kind: 'choice'; values: readonly (infer V)[] }
      ? V | undefined
      : string | undefined;

export type InputOf<F extends Fields> = { readonly [Name in keyof F]: ValueOf<F[Name]> };

/** What an operation may use of the outside; faces give it. */
export interface Tools {
  readonly cwd: string;
  readonly version: string;
  /** One line about what happens now; shown on stderr on a terminal, as progress by a tool server. */
  readonly progress: (line: string) => void;
  /** Reads standard input to its end; a tool server has none to give, it speaks its protocol there. */
  readonly input?: () => string;
  /** A terminal that can be kept until somebody interrupts; absent where an answer has to come back. */
  readonly foreground?: Foreground;
}

export interface Foreground {
  /** For people, on standard output, at once. */
  readonly say: (text: string) => void;
  /** Over when the process is asked to end. */
  readonly interrupted: () => Promise<void>;
}

/** Exit codes of the product: 0 clean, 1 findings or a gate shut, 2 bad input, 3 our fault, 4 open questions, 130 interrupted. */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 130;

export interface Answer {
  readonly exit: ExitCode;
  /** Complete machine-readable result, verdict first. */
  readonly result: { readonly [key: string]: Json };
  /** The same for people; no colour codes. */
  readonly text: string;
}

/** Something that can be asked of the product, defined once; command line, tool server and library are made from it. */
export interface Operation<F extends Fields = Fields> {
  readonly name: string;
  readonly title: string;
  /** One line. */
  readonly summary: string;
  readonly description: string;
  readonly fields: F;
  /** Field names that are given by position on the command line, in order. */
  readonly positional: readonly (keyof F & string)[];
  /** Fields that only make sense where files may be written: not offered to tool clients. */
  readonly local: readonly (keyof F & string)[];
  /** Why tool clients are not offered it at all: their tools only read. */
  readonly commandLineOnly?: string;
  readonly examples: readonly string[];
  readonly run: (input: InputOf<F>, tools: Tools) => Promise<Answer>;
}

/** An operation whose input is read from untyped values (flags, tool arguments). */
export type AnyOperation = Omit<Operation, 'run'> & {
  readonly run: (input: Readonly<Record<string, unknown>>, tools: Tools) => Promise<Answer>;
};

/** Keeps the field types for `run` and checks untyped input against the fields before it is called. */
export function defineOperation<const F extends Fields>(operation: Operation<F>): AnyOperation {
  return {
    ...operation,
    run: (input, tools) => operation.run(readInput(operation.fields, input, operation.name), tools),
  };
}

function readInput<F extends Fields>(
  fields: F,
  input: Readonly<Record<string, unknown>>,
  name: string,
): InputOf<F> {
  const unknown = Object.keys(input).find((key) => !(key in fields));
  if (unknown !== undefined)
    throw new UserError(
      `${name} has no input called ${unknown}`,
      `Its inputs are ${Object.keys(fields).join(', ')}.`,
    );
  const entries = Object.entries(fields).map(
    ([key, field]) => [key, readField(key, field, input[key])] as const,
  );
  return Object.fromEntries(entries) as InputOf<F>;
}

function readField(key: string, field: Field, value: unknown): string | boolean | undefined {
  if (field.kind === 'flag') {
    if (value === undefined || typeof value === 'boolean') return value === true;
    throw new UserError(`${key} is a switch, not ${JSON.stringify(value)}`, `Give true or false.`);
  }
  if (value !== undefined && typeof value !== 'string')
    throw new UserError(`${key} must be text`, field.about);
  if (field.kind === 'choice') {
    if (value !== undefined && !field.values.includes(value))
      throw new UserError(
        `${key} cannot be ${JSON.stringify(value)}`,
        `Choose one of ${field.values.join(', ')}.`,
      );
    return value ?? field.default;
  }
  if (field.required && value === undefined) throw new UserError(`${key} is missing`, `Give ${field.about}`);
  return value;
}

/** Bad input: said in a sentence, with the next step; exit code 2. Never carries a stack trace to the user. */
export class UserError extends Error {
  readonly next: string;
  readonly where: string | undefined;
  constructor(what: string, next: string, where?: string) {
    super(what);
    this.name = 'UserError';
    this.next = next;
    this.where = where;
  }
}
