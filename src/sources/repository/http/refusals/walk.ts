import type { Node } from 'oxc-parser';
import type { Machine } from '../../javascript/machine.ts';
import type { ParsedFile } from '../../javascript/parse.ts';
import type { FunctionNode } from '../../javascript/syntax.ts';
import { kindByName } from '../guards.ts';
import type { Fact, Refusal } from './fact.ts';
import type { Names, Written } from './names.ts';
import { write } from './names.ts';

/** How the request ended: turned away, answered with an error anybody may get, or let through. */
export type Ending =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'rejected'; readonly method: boolean }
  /** `answered`: it was given an answer, and nothing that comes later sees it. */
  | { readonly kind: 'passed'; readonly answered?: boolean };

/** A condition that led to the place that is walked. */
export interface Reason {
  /** `absent`: for want of a credential and certainly; `caller`: perhaps; `other`: nothing to do with who calls. */
  readonly by: 'absent' | 'caller' | 'other';
  readonly name: string;
  /** It holds for everything inside: an error for want of a credential is handled. */
  readonly holds?: boolean;
  /** Something that anybody can send decides it. */
  readonly sent?: boolean;
  /** Who calls decides it as well as something that is not known. */
  readonly unsure?: boolean;
  /** A secret that is not known decides it. */
  readonly secret?: boolean;
}

/** One walk of a function for a request without credentials. */
export interface Walk {
  readonly machine: Machine;
  /** The method of the request, where the route tells it. */
  readonly verb: string | undefined;
  /** Its path, where that is known. */
  readonly path: Fact | undefined;
  /** What its path and the name of the handler say it is for. */
  readonly purpose: string;
  /** A message of a connection: it has no status, and whoever is refused is told so like anybody else. */
  readonly message: boolean;
  /** The framework hands it parts of the request and makes an answer of whatever it gives. */
  readonly declared: boolean;
  /** Secrets of links are not known to whoever asks: any that is sent is wrong. */
  readonly guessing: boolean;
  /** Parts of the request that are secrets by their names, and those that something was looked up by. */
  readonly secrets: Set<string>;
  readonly used: Set<string>;
  /** Parts of the request that somebody signs in with. */
  readonly signIns: Set<string>;
  readonly log: Written[];
  readonly endings: Ending[];
  readonly reasons: Reason[];
  /** Named functions that were entered, the outermost first. */
  readonly calls: string[];
  readonly active: FunctionNode[];
  /** What may be a check and was not understood. */
  readonly doubts: Set<string>;
  /** Errors thrown inside of the `try` blocks around. */
  readonly caught: Fact[][];
  /** What was answered so far, and with which status. */
  readonly answered: Map<string, Fact>;
  steps: number;
  /** Something was certain for want of a credential. */
  lacked: boolean;
  /** The path that is walked has ended. */
  stopped: 'no' | 'return' | 'throw';
}

/** One activation of a function. */
export interface Frame {
  readonly file: ParsedFile;
  readonly names: Names;
  readonly self: Fact;
  /** The function that is judged; what it returns ends the request. */
  readonly top: boolean;
  /** How many conditions had led to it. */
  readonly since: number;
  readonly returns: Fact[];
}

const mostSteps = 15_000;

export const spend = (walk: Walk): boolean => {
  walk.steps += 1;
  if (walk.steps === mostSteps) walk.doubts.add('code that is too long');
  return walk.steps < mostSteps && walk.stopped === 'no';
};

/** Lets somebody in who was not known before, or is the opposite of a check. */
const signingIn = /^(un|not)|^(sign_?in|log_?in)(?!.*(check|required|only))/i;

/** A refusal at this place; one that says nothing of rights counts where a missing credential led here. */
export function refusalAt(
  walk: Walk,
  kind: Refusal['kind'] | undefined,
  node: Node,
  file: ParsedFile,
): Refusal {
  const about = walk.reasons.filter(({ by }) => by !== 'other');
  const last = walk.reasons.at(-1);
  const proving = kind === 'authentication' ? /token|secret|signature|hmac|key$/i : /signature|hmac/i;
  // A secret that is sent is walked again as one that is not known.
  const again = last?.sent === true && walk.secrets.has(last.name);
  if (last?.by === 'other' && !again && proving.test(last.name)) walk.doubts.add(last.name);
  // Whoever is not known is turned away in what is called a check, though what led to it was not understood.
  const named = walk.calls.find((name) => !signingIn.test(name) && kindByName(name) === 'authentication');
  if (kind !== undefined && last?.by === 'other' && named !== undefined) walk.doubts.add(named);
  if (last?.unsure === true) walk.doubts.add(last.name);
  // Who calls may have led to an answer that does not say so, such as 400.
  if (kind === undefined && last?.by === 'caller') walk.doubts.add(last.name);
  const led = last?.by === 'absent' || walk.reasons.some(({ holds }) => holds === true);
  const text = file.text.slice(node.start, node.end);
  const limits = /rate_?limit|too_?many|\b429\b/i.test(text);
  return {
    kind: kind ?? 'authentication',
    counts: !limits && (kind !== undefined || led),
    by: about.length > 0 || walk.reasons.length === 0 ? 'caller' : 'other',
    name: nameFor(walk),
    ...(last?.by === 'other' && last.sent === true && { sent: true }),
    method: /\b405\b|method_?not_?allowed/i.test(text),
    node,
    file,
  };
}

function nameFor({ calls, reasons }: Walk): string {
  const checking = calls.find((name) => kindByName(name)?.startsWith('auth'));
  return checking ?? calls[0] ?? reasons.findLast(({ by }) => by !== 'other')?.name ?? 'check';
}

export function answer(walk: Walk, fact: Fact): void {
  write(walk.answered, 'answer', fact, walk.log);
}

/** The request ends here with what was answered, else with what is returned. */
export function end(walk: Walk, returned: Fact): void {
  const made = walk.answered.get('answer');
  endWith(walk, made ?? returned, made !== undefined);
}

/** An answer that was made before is given now, for want of a credential. */
function given(walk: Walk, fact: Fact): Fact {
  if (fact.kind !== 'reply' || fact.refusal.counts || walk.reasons.at(-1)?.by !== 'absent') return fact;
  return { kind: 'reply', refusal: refusalAt(walk, undefined, fact.refusal.node, fact.refusal.file) };
}

function endWith(walk: Walk, made: Fact, answered = false): void {
  const fact = given(walk, made);
  if (fact.kind === 'several') for (const option of fact.options) endWith(walk, option, answered);
  else if (fact.kind === 'reply' && fact.refusal.proof === true) {
    if (fact.refusal.sent !== true) walk.doubts.add(fact.refusal.name);
    walk.endings.push({ kind: 'rejected', method: false });
  } else if (fact.kind !== 'reply') {
    walk.endings.push({ kind: 'passed', ...(answered && { answered }) });
  } else
    walk.endings.push(
      fact.refusal.counts
        ? { kind: 'refused', refusal: fact.refusal }
        : { kind: 'rejected', method: fact.refusal.method },
    );
}

/** An error leaves the function: to the `try` around it, else to the framework. */
export function raise(walk: Walk, fact: Fact): void {
  const around = walk.caught.at(-1);
  if (around === undefined) endWith(walk, fact);
  else around.push(given(walk, fact));
  walk.stopped = 'throw';
}

/** Something was answered or handed on. */
export const hasEnded = ({ answered, endings }: Walk): boolean =>
  answered.has('answer') || endings.some(({ kind }) => kind === 'passed');
