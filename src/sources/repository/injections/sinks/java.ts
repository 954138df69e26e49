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
  readonly isFirst?: boolean;
  readonly isNew?: boolean;
}[] = [
  { kind: 'code-injection', callee: /(parser|PARSER)\w*(\(\))?\.parseExpression$/i },
  { kind: 'code-injection', callee: /(engine|shell|interpreter)\w*\.(eval|evaluate)$/i },
  {
    kind: 'request-forgery',
    callee:
      /^(this\.)?\w*rest_?(template|operations|client)\w*\.(getForObject|getForEntity|postForObject|postForEntity|postForLocation|exchange|execute|headForHeaders|patchForObject|put|delete)$/i,
    isFirst: true,
  },
  {
    kind: 'request-forgery',
    callee: /^(Jsoup\.connect|HttpRequest\.newBuilder|Request\.(Get|Post))$/,
    isFirst: true,
  },
  { kind: 'request-forgery', callee: /^Http(Get|Post|Put|Delete|Head|Patch)$/, isNew: true, isFirst: true },
  {
    kind: 'path-traversal',
    callee:
      /^(FileInputStream|FileOutputStream|FileReader|FileWriter|RandomAccessFile|FileSystemResource|PrintWriter)$/,
    isNew: true,
  },
  {
    kind: 'path-traversal',
    callee:
      /^(Files\.(read\w*|write\w*|newInputStream|newOutputStream|newBufferedReader|newBufferedWriter|delete\w*|lines|copy|move|createFile|createDirector\w+|list|walk))$/,
  },
  { kind: 'path-traversal', callee: /\.transferTo$/ },
  { kind: 'open-redirect', callee: /\.sendRedirect$/, isFirst: true },
  { kind: 'open-redirect', callee: /^RedirectView$/, isNew: true, isFirst: true },
];

const queries =
  /\.(execute|executeQuery|executeUpdate|executeLargeUpdate|addBatch|createQuery|createNativeQuery|createSQLQuery|prepareStatement|prepareCall|queryForObject|queryForList|queryForMap|queryForRowSet|queryForStream|query|update|batchUpdate)$/;

export const javaDangers: Dangers = (frame, call) => [
  ...plainDangers(frame, call),
  ...commands(frame, call),
  ...statements(frame, call),
  ...onReceiver(frame, call),
  ...objectStreams(frame, call),
];

function plainDangers(frame: Frame, call: Called): readonly Danger[] {
  for (const { kind, callee, isFirst = false, isNew = false } of plainSinks) {
    if (call.isNew !== isNew || !callee.test(call.callee)) continue;
    const values = positional(call);
    const at = /^Files\.(copy|move)$/.test(call.callee) ? 1 : 0;
    const value = values[at];
    const sent = value === undefined ? undefined : valueOf(frame, value).sent;
    if (sent === undefined || (isFirst && sent.at !== 'start')) continue;
    return [{ kind, sent, what: argumentOf(at, nameOf(call)) }];
  }
  return [];
}

const nameOf = ({ callee, isNew }: Called): string =>
  isNew ? `new ${callee}` : callee.replaceAll(/\s+/g, '');

function commands(frame: Frame, call: Called): readonly Danger[] {
  const values = positional(call);
  const [first] = values;
  if (first === undefined) return [];
  const isRuntime =
    call.name === 'exec' && /getRuntime\(\)\.exec$|^(r|rt|run_?time)\.exec$/i.test(call.callee);
  const isBuilder =
    (call.isNew && call.callee === 'ProcessBuilder') ||
    /(pb|builder|process\w*)\.command$/i.test(call.callee);
  if (!isRuntime && !isBuilder) return [];
  const words = elementsOf(frame, first);
  const isText = isRuntime && words === undefined;
  const sent = isText ? valueOf(frame, first).sent : inCommandLine(frame, words ?? values);
  return sent === undefined ? [] : [{ kind: 'command-injection', sent, what: argumentOf(0, nameOf(call)) }];
}

function statements(frame: Frame, call: Called): readonly Danger[] {
  if (!queries.test(call.callee)) return [];
  const [statement] = positional(call);
  if (statement === undefined) return [];
  const { sent } = valueOf(frame, statement);
  if (sent === undefined || !isStatement(sent) || !/[a-z]{3}/i.test(sent.around)) return [];
  return [{ kind: 'sql-injection', sent, what: argumentOf(0, nameOf(call)) }];
}

/** `new URL(text).openStream()`, `HttpRequest.newBuilder().uri(URI.create(text))`. */
function onReceiver(frame: Frame, call: Called): readonly Danger[] {
  const { name, receiver } = call;
  if (receiver === undefined) return [];
  const target: SyntaxNode | undefined = /^(openConnection|openStream)$/.test(name)
    ? receiver
    : name === 'uri' &&
        /HttpRequest|webClient|restClient|\.(get|post|put|delete|method)\(/i.test(receiver.text)
      ? positional(call)[0]
      : undefined;
  const sent = target === undefined ? undefined : valueOf(frame, target).sent;
  if (sent?.at !== 'start') return [];
  return [
    { kind: 'request-forgery', sent, what: target === receiver ? `address of ${name}` : argumentOf(0, name) },
  ];
}

function objectStreams(frame: Frame, call: Called): readonly Danger[] {
  if (!call.isNew || !/^(ObjectInputStream|XMLDecoder)$/.test(call.callee)) return [];
  const [stream] = positional(call);
  if (stream === undefined) return [];
  const { sent } = valueOf(frame, stream);
  return sent === undefined
    ? []
    : [{ kind: 'unsafe-deserialisation', sent, what: argumentOf(0, nameOf(call)) }];
}
