import type { CallShape } from '../../callers/shapes.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { Frame } from '../frame.ts';
import type { Harm, Sent } from '../sent.ts';

/** What a call does with the text that it is given. */
export interface Danger {
  readonly kind: Harm;
  readonly sent: Sent;
  /** `first argument of os.system`. */
  readonly what: string;
}

/** A call with its full name as it is written: `os.path.join`, `Runtime.getRuntime().exec`. */
export interface Called extends CallShape {
  readonly callee: string;
}

/** The dangers of a call in one language; empty for nearly all. */
export type Dangers = (frame: Frame, call: Called) => readonly Danger[];

const ordinals = ['first', 'second', 'third', 'fourth'];

/** A place among the arguments, in words. */
export const argumentOf = (at: number, callee: string): string =>
  `${ordinals[at] ?? 'last'} argument of ${callee}`;

/** The positional arguments. */
export const positional = ({ args }: CallShape): readonly SyntaxNode[] =>
  args.flatMap(({ name, isSpread, value }) => (name === undefined && !isSpread ? [value] : []));

/** Words of SQL, without which a text is hardly a statement. */
const statement =
  /\b(select|insert|update|delete|from|where|order by|group by|like|and|or|set|values|call|exec)\b|[=<>]/i;

export const isStatement = ({ around }: Sent): boolean => statement.test(around);
