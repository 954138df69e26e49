import type { OutgoingCall } from '../../../../model/processes.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { walkSyntax, originIn } from '../../languages/syntax.ts';
import type { Code } from '../code.ts';
import { calledIn } from '../syntax.ts';
import { textOf } from '../texts.ts';
import type { Held } from './held.ts';
import { heldBy } from './held.ts';

const verbs =
  /^(GetAsync|PostAsync|PutAsync|PatchAsync|DeleteAsync|SendAsync|GetStringAsync|GetStreamAsync|GetByteArrayAsync|GetFromJsonAsync|PostAsJsonAsync|PutAsJsonAsync|PatchAsJsonAsync|DeleteFromJsonAsync|DownloadString|DownloadStringTaskAsync)$/;

const client: Held = {
  types: /HttpClient|WebClient/,
  made: /new\s+(?:HttpClient|WebClient)\b|[\w.]*CreateClient\s*\(/,
};

/** Calls through `HttpClient`. It gives up after 100 seconds when nothing is said. */
export function callsOf(code: Code): readonly OutgoingCall[] {
  return code.files
    .filter(({ text }) => /\b(HttpClient|IHttpClientFactory|WebClient)\b/.test(text))
    .flatMap(({ path, text }) => callsIn(code, path, text));
}

function callsIn(code: Code, path: string, text: string): readonly OutgoingCall[] {
  const tree = code.tree(path);
  if (tree === undefined) return [];
  const holders = heldBy(text, client);
  const settings = settingsFor(code, text);
  const found: OutgoingCall[] = [];
  walkSyntax(tree, (node, above) => {
    const called = calledIn(node);
    if (called === undefined || !verbs.test(called.name) || called.receiver === undefined) return;
    const receiver = called.receiver.text.replace(/^this\./, '').replace(/[!?]$/, '');
    if (!holders.has(receiver) && !/CreateClient\([^)]*\)$|new HttpClient\([^)]*\)$/.test(receiver)) return;
    const origin = originIn(path, node);
    const first = called.arguments[0]?.value;
    found.push({
      id: `${path}:${node.line}#HttpClient`,
      target: targetOf(code, path, first, settings.base),
      ...(settings.timeout === undefined
        ? { bounded: true }
        : { timeout: { value: settings.timeout, unit: 'ms', origin } }),
      ...(settings.resilient ? { circuitBreaker: true, attempts: { value: 4, unit: 'count', origin } } : {}),
      ...(above.some(({ type }) => /^(for|foreach|while|do)_statement$/.test(type)) ? { inLoop: true } : {}),
      ...(above.some(
        (each) =>
          each.type === 'block' &&
          /BeginTransaction(Async)?\s*\(/.test(each.text.slice(0, Math.max(node.start - each.start, 0))),
      )
        ? { inTransaction: true }
        : {}),
      origin,
    });
  });
  return found;
}

interface Settings {
  readonly base?: string;
  readonly timeout?: number;
  readonly resilient: boolean;
}

const units: Readonly<Record<string, number>> = { Milliseconds: 1, Seconds: 1000, Minutes: 60_000 };

/** A time limit in the same file, else where the client of one of its classes is registered. */
function settingsFor(code: Code, text: string): Settings {
  const own = readSettings(text);
  const classes = [...text.matchAll(/\b(?:class|record)\s+(\w+)/g)].map((match) => match[1] ?? '');
  for (const { text: other } of code.files) {
    if (!other.includes('AddHttpClient')) continue;
    for (const name of classes) {
      const at = new RegExp(`AddHttpClient\\s*<[^>]*\\b${name}\\b[^>]*>`).exec(other);
      if (at === null) continue;
      const registered = readSettings(
        other.slice(at.index, at.index + 600).split(/;\s*\n\s*\n|AddHttpClient(?=\s*<[^>]*>)(?!^)/)[0] ?? '',
      );
      return {
        ...registered,
        ...own,
        resilient:
          registered.resilient ||
          /ConfigureHttpClientDefaults[\s\S]{0,400}AddStandardResilienceHandler/.test(other),
      };
    }
  }
  return own;
}

function readSettings(text: string): Settings {
  const limit = /\.?Timeout\s*=\s*TimeSpan\.From(Milliseconds|Seconds|Minutes)\(\s*([\d.]+)\s*\)/.exec(text);
  const base = /BaseAddress\s*=\s*new\s*(?:Uri)?\s*\(\s*"([^"\n]{1,120})"/.exec(text)?.[1];
  const unit = limit?.[1] === undefined ? undefined : units[limit[1]];
  return {
    ...(base === undefined ? {} : { base }),
    ...(unit === undefined ? {} : { timeout: Number(limit?.[2]) * unit }),
    resilient: /AddStandardResilienceHandler|AddTransientHttpErrorPolicy|CircuitBreaker/.test(text),
  };
}

function targetOf(code: Code, file: string, node: SyntaxNode | undefined, base: string | undefined): string {
  const written = node === undefined ? undefined : textOf(code, node, { file });
  const own =
    node === undefined || written === undefined
      ? ''
      : written.resolved || written.text !== '{unresolved}'
        ? written.text.replaceAll('{unresolved}', '{}')
        : `{${node.text.replaceAll(/\s+/g, ' ').slice(0, 60)}}`;
  const text =
    base === undefined || /^https?:/.test(own) ? own : `${base.replace(/\/$/, '')}/${own.replace(/^\//, '')}`;
  return (text === '' ? 'unknown' : text)
    .replace(/:\/\/[^/@\s]*@/, '://')
    .replace(/\?.*$/, '')
    .slice(0, 120);
}
