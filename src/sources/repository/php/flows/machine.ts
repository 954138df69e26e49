import type { FlowKind } from '../../../../model/flow.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { PhpClass, PhpFile } from '../classes.ts';
import type { PhpCodebase } from '../codebase.ts';
import type { Env } from './environment.ts';
import type { AccessState, Traces } from './records/access.ts';
import type { StoredState } from './stored/noted.ts';
import type { Source, Taint, Value } from './value.ts';
import { can } from './marks.ts';
import { isPage } from './stored/pages.ts';
import { storedOf } from './stored/rows.ts';
import { deepTaints } from './value.ts';

/** A function, method or script that is being walked. */
export interface Frame {
  readonly file: PhpFile;
  readonly class?: PhpClass;
  readonly self?: Value;
  /** Name of the function, for the words of steps. */
  readonly name: string;
  /** Where it stands, when a route runs it itself: `path:line`. */
  readonly handled?: string;
  env: Env;
  /** What it returned so far; undefined = it did not return. */
  answer: Value | undefined;
  /** The variables wherever it returned. */
  readonly ends: Env[];
  /** The variables wherever it left a loop or switch, of the innermost last. */
  readonly jumps: Env[][];
}

/** A value that a call takes as program, path, address, statement or page. */
export interface Hit {
  readonly kind: FlowKind;
  readonly value: Value;
  /** `first argument of mysqli_query`. */
  readonly what: string;
  /** What a text must still be able to do, any of it, to do harm here. */
  readonly needs: number;
  /** What it must be able to do beside. */
  readonly also?: number;
  /** Less harm: told as advice. */
  readonly weak?: number;
  /** Also what stands inside of arrays is taken. */
  readonly deep?: boolean;
}

export interface Arrival {
  readonly hit: Hit;
  readonly taint: Taint;
  readonly node: SyntaxNode;
  readonly file: PhpFile;
  readonly within: string;
}

/** Something that is shown, and where. */
export interface Shown {
  readonly hits: readonly Hit[];
  readonly node: SyntaxNode;
  readonly frame: Frame;
}

/** Output that is kept back. */
export interface Buffer {
  readonly shown: Shown[];
  /** Branches that were open when it was. */
  readonly branches: number;
  /** On some way it was emptied before it was shown. */
  isEmptied: boolean;
}

/** What a call of a function gave, for calls that are alike. */
export interface Outcome {
  readonly value: Value;
  /** What parameters that are taken by reference hold at the end. */
  readonly references: ReadonlyMap<string, Value>;
  /** It never comes back. */
  readonly ends: boolean;
  readonly given: readonly Taint[];
  /** What it did to records beside. */
  readonly traces: Traces;
}

/** `part`: a parameter of the path holds no slash; `rest`: a pattern lets it. */
export type HandledPath = 'part' | 'rest';

/** Walks code as it would run, with values that know where untrusted text is in them. */
export interface Machine {
  readonly codebase: PhpCodebase;
  /** Where handlers of routes stand: `path:line` of their names. */
  readonly handlers: ReadonlyMap<string, HandledPath>;
  /** The parameters of their paths, in small letters without underscores. */
  readonly pathParameters: ReadonlyMap<string, ReadonlySet<string>>;
  /** The script that runs; included files find theirs from its folder. */
  script: PhpFile | undefined;
  /** Variables of the script. */
  globals: Frame | undefined;
  /** The script answers with something else than a page. */
  plain: boolean;
  /** What is shown goes into the last of these first, where there is one. */
  readonly buffers: Buffer[];
  /** Calls, expressions and branches that stand open. */
  depth: number;
  nesting: number;
  branches: number;
  readonly outcomes: Map<SyntaxNode, Map<string, Outcome>>;
  readonly running: Set<string>;
  readonly entered: Set<SyntaxNode>;
  readonly included: Set<string>;
  readonly constants: Map<string, Value>;
  /** `class::$name`. */
  readonly statics: Map<string, Value>;
  readonly session: Map<string, Value>;
  /** Who is calling, and the records that requests name. */
  readonly access: AccessState;
  /** Columns that requests write and pages show. */
  readonly stored: StoredState;
  readonly sourceAt: (what: string, file: PhpFile, node: SyntaxNode) => Source;
  readonly report: (arrival: Arrival) => void;
  /** False once there is nothing left to spend. */
  readonly spend: (cost?: number) => boolean;
}

/** Shows something on the page, or puts it into the buffer that is open. */
export function show(machine: Machine, hits: readonly Hit[], node: SyntaxNode, frame: Frame): void {
  const buffer = machine.buffers.at(-1);
  if (buffer === undefined) report(machine, hits, node, frame);
  else if (hits.some((hit) => taintsOf(hit).length > 0)) buffer.shown.push({ hits, node, frame });
}

/** Closes the last buffer; what is in it is shown, or only given back. On one of several ways it stays open for the others. */
export function closeBuffer(machine: Machine, isShown: boolean): readonly Shown[] {
  const buffer = machine.buffers.at(-1);
  if (buffer === undefined) return [];
  if (!isShown) buffer.isEmptied = true;
  if (machine.branches > buffer.branches) return buffer.shown;
  machine.buffers.pop();
  if (isShown && !buffer.isEmptied)
    for (const { hits, node, frame } of buffer.shown) show(machine, hits, node, frame);
  return buffer.shown;
}

/** Columns on pages that are kept. */
const mostReads = 2_000;

export function report(machine: Machine, hits: readonly Hit[], node: SyntaxNode, frame: Frame): void {
  for (const hit of hits)
    for (const taint of taintsOf(hit)) {
      if (hit.kind === 'cross-site-scripting' && (taint.marks & can.storedMarkup) !== 0) {
        const stored = storedOf(taint.source);
        const { reads } = machine.stored;
        if (stored?.column !== undefined && isPage(machine, hit, frame.file) && reads.length < mostReads)
          reads.push({ stored, hit, taint, node, file: frame.file, within: frame.name });
      }
      const harm = hit.needs | (hit.weak ?? 0);
      const also = hit.also ?? 0;
      if ((taint.marks & harm) !== 0 && (taint.marks & also) === also)
        machine.report({ hit, taint, node, file: frame.file, within: frame.name });
    }
}

const taintsOf = ({ value, deep }: Hit): readonly Taint[] =>
  deep === true ? deepTaints(value) : value.taints;
