/** A type as it is written: `List<Foo>` has the name `List` and one argument; an array is `[]` of its element. */
export interface TypeName {
  /** Without package where the code leaves it out. */
  readonly name: string;
  readonly args: readonly TypeName[];
  readonly nullable?: boolean;
}

export interface Argument {
  readonly name?: string;
  readonly value: Code;
}

interface At {
  readonly line: number;
}

/** Expressions and statements of Java and Kotlin in one form. What matters to no reader is `other` with its parts. */
export type Code = At &
  (
    | { readonly kind: 'text'; readonly value: string }
    | { readonly kind: 'number'; readonly value: string }
    | { readonly kind: 'boolean'; readonly value: boolean }
    | { readonly kind: 'null' }
    | { readonly kind: 'template'; readonly parts: readonly Code[] }
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'this' }
    | { readonly kind: 'member'; readonly on: Code; readonly name: string }
    | {
        readonly kind: 'call';
        readonly on?: Code;
        readonly name: string;
        readonly args: readonly Argument[];
        readonly types: readonly TypeName[];
      }
    | {
        readonly kind: 'new';
        readonly type: TypeName;
        readonly args: readonly Argument[];
        readonly methods: readonly LambdaMethod[];
      }
    | { readonly kind: 'lambda'; readonly parameters: readonly string[]; readonly body: readonly Code[] }
    | { readonly kind: 'reference'; readonly on?: Code; readonly name: string }
    | { readonly kind: 'binary'; readonly operator: string; readonly left: Code; readonly right: Code }
    | { readonly kind: 'index'; readonly on: Code; readonly at: Code }
    | { readonly kind: 'list'; readonly items: readonly Code[] }
    | { readonly kind: 'class'; readonly type: TypeName }
    | { readonly kind: 'annotation'; readonly annotation: Annotation }
    | { readonly kind: 'assign'; readonly target: Code; readonly value: Code; readonly operator: string }
    | { readonly kind: 'local'; readonly name: string; readonly type?: TypeName; readonly value?: Code }
    | {
        readonly kind: 'branch';
        readonly test?: Code;
        /** What runs in one case or another. */
        readonly cases: readonly BranchCase[];
      }
    | {
        readonly kind: 'loop';
        readonly name?: string;
        readonly over?: Code;
        /** `for (int i = 0; …)`: neither over a list nor until something holds. */
        readonly counted?: boolean;
        readonly body: readonly Code[];
      }
    | { readonly kind: 'return'; readonly value?: Code }
    | { readonly kind: 'throw'; readonly value: Code }
    | { readonly kind: 'other'; readonly parts: readonly Code[]; readonly role?: Role }
  );

/** What else there is to know of a piece: `!x`, `try { … } catch { … }`. */
export type Role = 'not' | 'try' | 'catch';

export interface BranchCase {
  readonly tests: readonly Code[];
  readonly body: readonly Code[];
}

/** A method of an anonymous class. */
export interface LambdaMethod {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly body: readonly Code[];
  readonly line: number;
}

export interface Annotation {
  /** As it is written. */
  readonly name: string;
  readonly args: readonly Argument[];
  readonly line: number;
}

/** The parts right below a piece of code. */
export function partsOf(code: Code): readonly Code[] {
  switch (code.kind) {
    case 'template':
    case 'other':
      return code.parts;
    case 'member':
      return [code.on];
    case 'index':
      return [code.on, code.at];
    case 'call':
      return [...(code.on === undefined ? [] : [code.on]), ...code.args.map(({ value }) => value)];
    case 'new':
      return [...code.args.map(({ value }) => value), ...code.methods.flatMap(({ body }) => body)];
    case 'lambda':
      return code.body;
    case 'reference':
      return code.on === undefined ? [] : [code.on];
    case 'binary':
      return [code.left, code.right];
    case 'list':
      return code.items;
    case 'assign':
      return [code.target, code.value];
    case 'branch':
      return [
        ...(code.test === undefined ? [] : [code.test]),
        ...code.cases.flatMap(({ tests, body }) => [...tests, ...body]),
      ];
    case 'loop':
      return [...(code.over === undefined ? [] : [code.over]), ...code.body];
    case 'local':
    case 'return':
    case 'throw':
      return code.value === undefined ? [] : [code.value];
    default:
      return [];
  }
}

/** Every piece below, parents first, in the order of the text; `false` leaves out what is below. */
export function walkCode(codes: readonly Code[], see: (code: Code) => boolean | void): void {
  for (const code of codes) {
    if (see(code) === false) continue;
    walkCode(partsOf(code), see);
  }
}

/** The argument of a name, or the one at a place among those without a name. */
export function argument(
  args: readonly Argument[],
  name: string | undefined,
  place?: number,
): Code | undefined {
  const named = name === undefined ? undefined : args.find((each) => each.name === name);
  if (named !== undefined || place === undefined) return named?.value;
  return args.filter((each) => each.name === undefined)[place]?.value;
}

/** `a.b.C` of names and members; undefined for anything else. */
export function dotted(code: Code | undefined): string | undefined {
  if (code?.kind === 'name') return code.name;
  if (code?.kind !== 'member') return undefined;
  const on = dotted(code.on);
  return on === undefined ? undefined : `${on}.${code.name}`;
}

/** The last name of a dotted one: `GET` of `RequestMethod.GET`. */
export const lastName = (name: string): string => name.slice(name.lastIndexOf('.') + 1);
