import type { Endpoint } from '../../../model/api.ts';
import type { Flow } from '../../../model/flow.ts';
import type { Callee } from '../callers/frame.ts';
import type { FollowedWorld } from '../callers/world.ts';
import type { Lines, Reach } from '../code/call-graph.ts';
import type { TextFile } from '../gather.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import type { SentWorld, Summary } from './frame.ts';
import { handedTo } from './handled.ts';
import type { Hit, Value } from './sent.ts';
import { keyOfValue, nothing } from './sent.ts';
import { validatedFields } from './validated.ts';
import { summaryOf } from './walk.ts';

/** Functions walked in all; what is left is not told of. */
const mostWalks = 30_000;

/**
 * Text that a request sends, followed from each handler of Python, Java and Go through the functions it calls to where it
 * is run, opened, fetched or sent to a database as part of a statement.
 */
export function followInjections(
  endpoints: readonly Endpoint[],
  followed: FollowedWorld,
  reaches: readonly Reach[],
  files: ReadonlyMap<string, TextFile>,
): readonly Flow[] {
  const world = createSentWorld(followed, validatedFields(files), files);
  const isFenced = fencedFiles(files);
  const isDangerous = dangerousLines(files);
  const flows = endpoints.flatMap((endpoint): readonly Flow[] => {
    const { handler } = endpoint;
    if (handler === undefined) return [];
    const { file, line, name } = handler;
    const behind = reaches.flatMap((reach) => reach.behind(file, line, name));
    if (!behind.some(isDangerous)) return [];
    const starts = reaches.flatMap((reach) => reach.startsAt?.(file, line, name) ?? []);
    return starts
      .flatMap((lines) => followed.functionAt(lines) ?? [])
      .flatMap((callee) => world.summary(callee, handedTo(endpoint, callee), 0).hits)
      .map((hit) =>
        flowOf(hit, endpoint, [...behind.map((lines) => lines.file), hit.sink.origin.file].some(isFenced)),
      );
  });
  return together(flows);
}

function createSentWorld(
  { callees, handing }: FollowedWorld,
  validated: ReadonlySet<string>,
  files: ReadonlyMap<string, TextFile>,
): SentWorld {
  const summaries = new Map<SyntaxNode, Map<string, Summary>>();
  let walks = 0;
  const world: SentWorld = {
    callees,
    handing,
    isFlask: (file) => flask.test(files.get(file)?.text ?? ''),
    validated,
    summary: (callee: Callee, given: ReadonlyMap<string, Value>, depth: number) => {
      const known = summaries.get(callee.node) ?? new Map<string, Summary>();
      summaries.set(callee.node, known);
      const key = [...given].map(([name, value]) => `${name}=${keyOfValue(value)}`).join(';');
      const before = known.get(key);
      if (before !== undefined) return before;
      const empty: Summary = { returns: nothing, hits: [] };
      known.set(key, empty);
      walks += 1;
      if (walks > mostWalks) return empty;
      const summary = summaryOf(world, callee, given, depth);
      known.set(key, summary);
      return summary;
    },
  };
  return world;
}

/** A function that does several things to one file is told once. */
const endOf = ({ kind, sink, within }: Flow): unknown =>
  kind === 'path-traversal' && sink.origin.kind === 'read' ? [sink.origin.file, within] : sink;

const flask = /^\s*(from\s+(flask|bottle|quart)\b|import\s+(flask|bottle|quart)\b)/m;

/** Words of the calls that are looked for: code without them is not walked. */
const dangerous =
  /\b(system|popen|subprocess|create_subprocess_shell|eval|exec|render_template_string|Template|from_string|pickle|dill|cloudpickle|marshal|jsonpickle|yaml|requests|httpx|urlopen|urlretrieve|wget|open|send_file|FileResponse|os|shutil|redirect|RedirectResponse|HttpResponseRedirect|execute\w*|raw|extra|RawSQL|text|fetch\w*|read_sql|read_text|read_bytes|write_text|write_bytes|unlink|Runtime|ProcessBuilder|command|parseExpression|evaluate|\w*[rR]est_?(Template|Client|Operations)\w*|Jsoup|HttpRequest|Http(Get|Post|Put|Delete)|openConnection|openStream|uri|File\w*|Files|transferTo|sendRedirect|RedirectView|create\w*Query|prepare\w+|query\w*|update|ObjectInputStream|XMLDecoder|http\.(Get|Post|Head|PostForm|NewRequest\w*|ServeFile|Redirect)|ioutil|Query\w*|Exec\w*|Raw|Where|Order|Redirect|make_response|Response|HttpResponse\w*|HTMLResponse|Markup|mark_safe|fromstring|parse|XML|iterparse|xpath|find\w*|match|search|fullmatch|compile|sub|count_documents|aggregate|\w+_one|\w+_many|save|extractall|exec_command|import_module|__import__|request|stream|SaveUploadedFile|SendFile|FileAttachment|Parse)\(|\b(exec|os|ioutil|subprocess|pickle|yaml|requests|httpx|shutil|Files)\.|"redirect:|^\s+return\s[^#]*["'][^#]*[+%{]|^\s+return\s+\w+(,\s*\d+)?\s*$/;

function dangerousLines(files: ReadonlyMap<string, TextFile>): (lines: Lines) => boolean {
  const known = new Map<string, readonly number[]>();
  return ({ file, start, end }) => {
    const lines =
      known.get(file) ??
      (files.get(file)?.text ?? '').split('\n').flatMap((line, at) => (dangerous.test(line) ? [at + 1] : []));
    known.set(file, lines);
    return lines.some((line) => line >= start && line <= end);
  };
}

const flowOf = ({ kind, sent, sink, within }: Hit, { id }: Endpoint, isFenced: boolean): Flow => ({
  kind,
  source: sent.source,
  steps: sent.steps,
  sink,
  within,
  ...(sent.isChecked || (isFenced && kind === 'request-forgery') ? { doubt: 'checked' } : {}),
  endpoints: [id],
});

/** Code that knows which addresses are inside: it may refuse them. */
const fencing =
  /\bis_(private|loopback|global|link_local)\b|\bIs(Private|Loopback|GlobalUnicast|LinkLocalUnicast)\(|isSiteLocalAddress|isLoopbackAddress|isAnyLocalAddress|ssrf|private[_-]?network/i;

function fencedFiles(files: ReadonlyMap<string, TextFile>): (file: string) => boolean {
  const known = new Map<string, boolean>();
  return (file) => {
    const isFenced = known.get(file) ?? fencing.test(files.get(file)?.text ?? '');
    known.set(file, isFenced);
    return isFenced;
  };
}

/** One flow for each way, with all endpoints that start it. */
function together(flows: readonly Flow[]): readonly Flow[] {
  const found = new Map<string, Flow>();
  for (const flow of flows) {
    const key = JSON.stringify([flow.kind, endOf(flow), flow.source, flow.doubt]);
    const known = found.get(key);
    const endpoints = [...new Set([...(known?.endpoints ?? []), ...flow.endpoints])];
    found.set(key, { ...(known ?? flow), endpoints });
  }
  return [...found.values()];
}
