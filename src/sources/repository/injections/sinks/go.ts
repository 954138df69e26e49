import type { SyntaxNode } from '../../languages/syntax.ts';
import { valueOf } from '../expressions.ts';
import type { Frame } from '../frame.ts';
import type { Harm } from '../sent.ts';
import { elementsOf, inCommandLine } from './commands.ts';
import type { Called, Danger, Dangers } from './sink.ts';
import { argumentOf, isStatement, positional } from './sink.ts';

const plainSinks: readonly {
  readonly kind: Harm;
  readonly callee: RegExp;
  readonly at: number;
  readonly isFirst?: boolean;
}[] = [
  { kind: 'request-forgery', callee: /^http\.(Get|Post|Head|PostForm)$/, at: 0, isFirst: true },
  { kind: 'request-forgery', callee: /^http\.NewRequest$/, at: 1, isFirst: true },
  { kind: 'request-forgery', callee: /^http\.NewRequestWithContext$/, at: 2, isFirst: true },
  {
    kind: 'path-traversal',
    callee:
      /^(os\.(Open|OpenFile|ReadFile|WriteFile|Create|Remove|RemoveAll|ReadDir|Mkdir|MkdirAll)|ioutil\.(ReadFile|WriteFile|ReadDir))$/,
    at: 0,
  },
  { kind: 'path-traversal', callee: /^http\.ServeFile$/, at: 2 },
  { kind: 'path-traversal', callee: /^(c|ctx|gc)\.(File|SendFile|FileAttachment|Attachment)$/, at: 0 },
  { kind: 'path-traversal', callee: /^(c|ctx|gc)\.SaveUploadedFile$/, at: 1 },
  { kind: 'open-redirect', callee: /^http\.Redirect$/, at: 2, isFirst: true },
  { kind: 'open-redirect', callee: /^(c|ctx|gc)\.Redirect$/, at: 1, isFirst: true },
  {
    kind: 'code-injection',
    callee: /^(template|texttemplate)\.New\(.*\)\.Parse$|^template\.Must\(.*\)\.Parse$/,
    at: 0,
  },
];

const queries =
  /\.(Query|QueryRow|Exec|Queryx|QueryRowx|MustExec|NamedExec|NamedQuery|Raw|Prepare|Preparex|Where|Order|Having|Select|Get)$/;
const withContext =
  /\.(QueryContext|QueryRowContext|ExecContext|PrepareContext|SelectContext|GetContext|QueryxContext)$/;

export const goDangers: Dangers = (frame, call) => [
  ...plainDangers(frame, call),
  ...commands(frame, call),
  ...statements(frame, call),
];

function plainDangers(frame: Frame, call: Called): readonly Danger[] {
  for (const { kind, callee, at, isFirst = false } of plainSinks) {
    if (!callee.test(call.callee)) continue;
    const value = positional(call)[at];
    const sent = value === undefined ? undefined : valueOf(frame, value).sent;
    if (sent === undefined || (isFirst && sent.at !== 'start')) continue;
    return [{ kind, sent, what: argumentOf(at, call.callee) }];
  }
  return [];
}

function commands(frame: Frame, call: Called): readonly Danger[] {
  if (!/^exec\.Command(Context)?$/.test(call.callee)) return [];
  const values = positional(call).slice(call.name === 'CommandContext' ? 1 : 0);
  const words = values.flatMap((each): readonly SyntaxNode[] =>
    each.type === 'variadic_argument' ? (elementsOf(frame, each) ?? []) : [each],
  );
  const sent = inCommandLine(frame, words);
  return sent === undefined
    ? []
    : [{ kind: 'command-injection', sent, what: `command line of ${call.callee}` }];
}

function statements(frame: Frame, call: Called): readonly Danger[] {
  const isWithContext = withContext.test(call.callee);
  if (!isWithContext && !queries.test(call.callee)) return [];
  const values = positional(call).slice(0, 3);
  // A context, or where the rows go, may stand before the statement; a bound value stands behind it.
  for (const [at, value] of values.entries()) {
    const { sent } = valueOf(frame, value);
    if (sent !== undefined && !sent.isWhole && isStatement(sent) && /[a-z]{2}/i.test(sent.around))
      return [{ kind: 'sql-injection', sent, what: argumentOf(at, call.callee) }];
    if (value.type.endsWith('string_literal')) return [];
  }
  return [];
}
