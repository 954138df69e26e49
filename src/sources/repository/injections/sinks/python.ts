import type { SyntaxNode } from '../../languages/syntax.ts';
import { valueOf } from '../expressions.ts';
import type { Frame } from '../frame.ts';
import type { Harm } from '../sent.ts';
import { elementsOf, inCommandLine } from './commands.ts';
import { pageDangers } from './python-pages.ts';
import { parserDangers, wholeOf } from './python-parsers.ts';
import type { Called, Danger, Dangers } from './sink.ts';
import { argumentOf, isStatement, positional } from './sink.ts';

/** Calls that run, open or fetch their first argument, or the one of that number, by the name with which they are written. */
const plainSinks: readonly {
  readonly kind: Harm;
  readonly callee: RegExp;
  readonly at?: number;
  /** Only where what is sent stands first: the host of a URL. */
  readonly isFirst?: boolean;
  /** A keyword by which the argument may be given as well. */
  readonly keyword?: string;
}[] = [
  {
    kind: 'command-injection',
    callee:
      /^((os\.)?(system|popen)|(subprocess\.)?get(status)?output|(asyncio\.)?create_subprocess_shell|commands\.getoutput|\w*(ssh|client)\w*\.exec_command)$/i,
  },
  {
    kind: 'code-injection',
    callee: /^(eval|exec|builtins\.(eval|exec)|__import__|(importlib\.)?import_module)$/,
  },
  {
    kind: 'code-injection',
    callee:
      /^((flask\.)?render_template_string|(jinja2\.)?Template|\w*env(ironment)?(\([^()]*\))?\.from_string|jinja\w*\.from_string)$/i,
  },
  {
    kind: 'unsafe-deserialisation',
    callee:
      /^((c?[Pp]ickle|_pickle|dill|cloudpickle|marshal|shelve)\.(loads?|open)|jsonpickle\.decode|yaml\.unsafe_load(_all)?)$/,
  },
  {
    kind: 'request-forgery',
    callee:
      /^((requests|httpx)\.(get|post|put|patch|delete|head|options|stream)|(urllib\.request\.|urllib2\.|request\.)?(urlopen|urlretrieve)|wget\.download)$/,
    isFirst: true,
    keyword: 'url',
  },
  { kind: 'request-forgery', callee: /^(requests|httpx)\.request$/, at: 1, isFirst: true, keyword: 'url' },
  {
    kind: 'path-traversal',
    callee:
      /^(open|io\.open|aiofiles\.open|codecs\.open|(flask\.)?send_file|FileResponse|os\.(remove|unlink|rmdir|listdir|removedirs|makedirs|mkdir|scandir)|shutil\.(rmtree|copy|copy2|copyfile|copytree|move))$/,
  },
  {
    kind: 'open-redirect',
    callee: /^((flask\.)?redirect|RedirectResponse|HttpResponseRedirect|HttpResponsePermanentRedirect)$/,
    isFirst: true,
    keyword: 'url',
  },
];

const queries =
  /\.(execute|executemany|executescript|exec_driver_sql|raw|extra|fetch|fetchrow|fetchval|fetch_all|fetch_one)$|^(RawSQL|text|sqlalchemy\.text|sa\.text|db\.text|pd\.read_sql(_query)?)$/;
const database = /(^|[._])(cur|cursor|c|conn|connection|db|database|session|engine)(\(\))?\.\w+$/i;

export const pythonDangers: Dangers = (frame, call) => [
  ...plainDangers(frame, call),
  ...subprocesses(frame, call),
  ...statements(frame, call),
  ...yamlLoads(frame, call),
  ...pathsOpened(frame, call),
  ...sessionRequests(frame, call),
  ...pageDangers(frame, call),
  ...parserDangers(frame, call),
];

const argumentAt = (call: Called, at: number, keyword?: string): SyntaxNode | undefined =>
  (keyword === undefined ? undefined : call.args.find(({ name }) => name === keyword)?.value) ??
  positional(call)[at];

function plainDangers(frame: Frame, call: Called): readonly Danger[] {
  for (const { kind, callee, at = 0, isFirst = false, keyword } of plainSinks) {
    if (!callee.test(call.callee)) continue;
    const argument = argumentAt(call, at, keyword);
    if (argument === undefined) continue;
    const sent = kind === 'unsafe-deserialisation' ? wholeOf(frame, argument) : valueOf(frame, argument).sent;
    if (sent === undefined || (isFirst && sent.at !== 'start')) continue;
    return [{ kind, sent, what: argumentOf(at, call.callee) }];
  }
  return [];
}

function subprocesses(frame: Frame, call: Called): readonly Danger[] {
  if (!/^((subprocess|sp)\.)?(run|call|Popen|check_output|check_call)$/.test(call.callee)) return [];
  if (call.receiver === undefined && /^(run|call)$/.test(call.name)) return [];
  const command = argumentAt(call, 0, 'args');
  if (command === undefined) return [];
  const isShell = call.args.some(({ name, value }) => name === 'shell' && value.text === 'True');
  const words = elementsOf(frame, command);
  const sent = isShell
    ? valueOf(frame, command).sent
    : words === undefined
      ? undefined
      : inCommandLine(frame, words);
  return sent === undefined ? [] : [{ kind: 'command-injection', sent, what: argumentOf(0, call.callee) }];
}

/** Clients that are made before: `session = requests.Session()`, `async with httpx.AsyncClient() as client`. */
const clients = String.raw`(requests\.[sS]ession|(httpx\.)?(Async)?Client|(aiohttp\.)?ClientSession|(urllib3\.)?PoolManager)\(`;

function sessionRequests(frame: Frame, call: Called): readonly Danger[] {
  const { name, receiver } = call;
  if (receiver?.type !== 'identifier' || !/^(get|post|put|patch|delete|head|request|stream)$/.test(name))
    return [];
  const argument = argumentAt(call, name === 'request' || name === 'stream' ? 1 : 0, 'url');
  const sent = argument === undefined ? undefined : valueOf(frame, argument).sent;
  if (sent?.at !== 'start') return [];
  const made = new RegExp(
    `\\b${receiver.text}\\s*=\\s*(await\\s+)?${clients}|${clients}[^\\n]*\\bas\\s+${receiver.text}\\b`,
  );
  return made.test(frame.node.text) ? [{ kind: 'request-forgery', sent, what: `URL of ${call.callee}` }] : [];
}

function statements(frame: Frame, call: Called): readonly Danger[] {
  if (!queries.test(call.callee)) return [];
  const [statement] = positional(call);
  if (statement === undefined) return [];
  const { sent } = valueOf(frame, statement);
  if (sent === undefined || !(isStatement(sent) || (sent.isWhole && database.test(call.callee)))) return [];
  return [{ kind: 'sql-injection', sent, what: argumentOf(0, call.callee) }];
}

function yamlLoads(frame: Frame, call: Called): readonly Danger[] {
  if (!/^yaml\.(load|load_all)$/.test(call.callee)) return [];
  const [text, second] = positional(call);
  const loader = call.args.find(({ name }) => name === 'Loader')?.value ?? second;
  // Since version 6 a loader has to be named, and before it the usual one made any object; others are told by their names.
  const isAny =
    loader === undefined || (loader.text.endsWith('Loader') && !/Safe|Base|Full/.test(loader.text));
  if (text === undefined || !isAny) return [];
  const sent = wholeOf(frame, text);
  return sent === undefined
    ? []
    : [{ kind: 'unsafe-deserialisation', sent, what: argumentOf(0, call.callee) }];
}

/** `Path(folder, name).read_text()`. */
function pathsOpened(frame: Frame, { name, receiver, node }: Called): readonly Danger[] {
  if (receiver === undefined || !/^(read_text|read_bytes|write_text|write_bytes|unlink|open)$/.test(name))
    return [];
  const { sent } = valueOf(frame, receiver);
  // What is sent itself is no path.
  if (sent === undefined || sent.isWhole) return [];
  return [
    {
      kind: 'path-traversal',
      sent,
      what: `path of ${name} (${node.text.slice(0, 60).replaceAll(/\s+/g, ' ')})`,
    },
  ];
}
