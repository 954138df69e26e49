import type { FlowKind, FlowStep } from '../../../model/flow.ts';
import type { Source } from '../callers/mark.ts';

/** Text that a request sends, or that was put together of it. */
export interface Sent {
  readonly source: Source;
  /** Whether the text begins with what was sent, a scheme aside, or it follows after other text. */
  readonly at: 'start' | 'inside';
  /** It is what was sent and nothing else. */
  readonly isWhole: boolean;
  /** The fixed text around it, as far as it is known. */
  readonly around: string;
  /** A segment of a path of a URL: it holds no slash. */
  readonly isSegment: boolean;
  /** What it went through could not be understood. */
  readonly isChecked: boolean;
  readonly steps: readonly FlowStep[];
}

/** What a name may hold of the request. */
export interface Value {
  /** The request itself. */
  readonly isRequest: boolean;
  /** All that is sent, field by field; the types by the names of fields, as far as they are declared. */
  readonly body?: { readonly source: Source; readonly types: ReadonlyMap<string, string | undefined> };
  /** A file that is sent along: its name is chosen by its sender, and what it holds. */
  readonly upload?: Source;
  readonly sent?: Sent;
}

export const nothing: Value = { isRequest: false };

export const sentAs = (source: Source, isSegment = false, isChecked = false): Value => ({
  isRequest: false,
  sent: { source, at: 'start', isWhole: true, around: '', isSegment, isChecked, steps: [] },
});

/** Either of two values; what is less certain to be refused counts. */
export function either(a: Value, b: Value): Value {
  if (a === nothing) return b;
  if (b === nothing) return a;
  const body = a.body ?? b.body;
  const upload = a.upload ?? b.upload;
  const sent = a.sent === undefined || (a.sent.isChecked && b.sent !== undefined) ? b.sent : a.sent;
  return {
    isRequest: a.isRequest || b.isRequest,
    ...(body === undefined ? {} : { body }),
    ...(upload === undefined ? {} : { upload }),
    ...(sent === undefined ? {} : { sent }),
  };
}

export const eitherOf = (values: readonly Value[]): Value => values.reduce(either, nothing);

/** Only the text of it. */
export const textOf = ({ sent }: Value): Value => (sent === undefined ? nothing : { isRequest: false, sent });

/** A part of a text: one that is known, or what an expression holds. */
export type Part = { readonly text: string } | { readonly value: Value };

/** Longest fixed text that is kept. */
const longest = 300;

/** Parts one after the other. */
export function concatenated(parts: readonly Part[]): Value {
  const at = parts.findIndex((part) => 'value' in part && part.value.sent !== undefined);
  const part = parts[at];
  if (part === undefined || !('value' in part) || part.value.sent === undefined) return nothing;
  const { sent } = part.value;
  const before = parts.slice(0, at);
  const fixed = before.map((each) => ('text' in each ? each.text : '{}')).join('');
  const isFirst = fixed === '' || /^https?:\/\/$/i.test(fixed);
  const around = parts
    .map((each) => ('text' in each ? each.text : (each.value.sent?.around ?? '')))
    .join(' ');
  return {
    isRequest: false,
    sent: {
      ...sent,
      at: isFirst ? sent.at : 'inside',
      isWhole: sent.isWhole && parts.length === 1,
      around: around.slice(0, longest),
    },
  };
}

/** For telling apart what functions are called with. */
export function keyOfValue({ isRequest, body, upload, sent }: Value): string {
  const of = ({ what, origin: { file, line } }: Source): string => `${what} ${file}:${line}`;
  const text =
    sent === undefined
      ? ''
      : `${of(sent.source)} ${sent.at} ${sent.isWhole} ${sent.isSegment} ${sent.isChecked} ${sent.around}`;
  const whole = body?.source ?? upload;
  return `${isRequest}|${whole === undefined ? '' : of(whole)}|${text}`;
}

export const isSameSource = (a: Source, b: Source): boolean =>
  a.what === b.what && a.origin.file === b.origin.file && a.origin.line === b.origin.line;

/** Kinds of harm that text from a request does here. */
export type Harm = Extract<
  FlowKind,
  | 'command-injection'
  | 'code-injection'
  | 'sql-injection'
  | 'request-forgery'
  | 'path-traversal'
  | 'open-redirect'
  | 'unsafe-deserialisation'
  | 'cross-site-scripting'
  | 'external-entities'
  | 'xpath-injection'
  | 'pattern-injection'
  | 'nosql-injection'
>;

/** Sent text in a place where it does harm. */
export interface Hit {
  readonly kind: Harm;
  readonly sent: Sent;
  /** `first argument of os.system`. */
  readonly sink: Source;
  readonly within: string;
}
