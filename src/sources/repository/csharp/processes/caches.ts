import type { CacheEntry } from '../../../../model/processes.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, originIn, walkSyntax } from '../../languages/syntax.ts';
import type { Code, TypeDeclaration } from '../code.ts';
import { methodsOf } from '../code.ts';
import { argumentsOf, calledIn, nameOf } from '../syntax.ts';
import { textOf } from '../texts.ts';

const stores = /\b(IMemoryCache|IDistributedCache|HybridCache|IFusionCache)\b/;
const puts = /^(Set|SetAsync|SetString|SetStringAsync|GetOrCreate|GetOrCreateAsync|GetOrSet|GetOrSetAsync)$/;
const drops = /^(Remove|RemoveAsync)$/;

interface Dropped {
  readonly key: string;
  readonly by: string;
}

/** What code keeps in the caches of .NET, with its lifetime, and what drops it. */
export function cachesOf(code: Code): readonly CacheEntry[] {
  const entries: CacheEntry[] = [];
  const dropped: Dropped[] = [];
  for (const { path, text } of code.files) {
    if (!stores.test(text)) continue;
    const holders = new Map(
      [
        ...text.matchAll(/\b(IMemoryCache|IDistributedCache|HybridCache|IFusionCache)\??\s+(\w+)\s*[;,)=]/g),
      ].map(([, store = '', name = '']) => [name, store]),
    );
    for (const type of code.typesIn(path))
      for (const { node, type: part } of methodsOf(code, type))
        if (part.file === path) readMethod(code, part, node, { holders, entries, dropped });
  }
  return entries.map((entry) => ({
    ...entry,
    invalidatedBy: [...new Set(dropped.filter(({ key }) => key === entry.key).map(({ by }) => by))],
  }));
}

interface Sink {
  /** Names that hold a cache, with its type. */
  readonly holders: ReadonlyMap<string, string>;
  readonly entries: CacheEntry[];
  readonly dropped: Dropped[];
}

function readMethod(
  code: Code,
  type: TypeDeclaration,
  method: SyntaxNode,
  { holders, entries, dropped }: Sink,
): void {
  const by = `${type.name}.${nameOf(method)}`;
  walkSyntax(method, (node) => {
    const called = calledIn(node);
    const on = called?.receiver?.text.replace(/^this\./, '').replace(/[!?]$/, '') ?? '';
    const store = holders.get(on) ?? holders.get(on.replace(/^_/, ''));
    if (called === undefined || store === undefined) return;
    const hasDefault = /^(HybridCache|IFusionCache)$/.test(store);
    const [first] = called.arguments;
    if (first === undefined) return;
    const key = keyOf(code, type, method, first.value);
    if (drops.test(called.name)) dropped.push({ key, by });
    if (!puts.test(called.name)) return;
    const origin = originIn(type.file, node);
    entries.push({
      id: `${type.file}:${node.line}#cache`,
      operation: by,
      key,
      ...lifetimeOf(node, method, origin, hasDefault),
      invalidatedBy: [],
      ...(called.name.startsWith('GetOr') && hasDefault ? { stampedeGuard: 'library' } : {}),
      origin,
    });
  });
}

/** The text of the key; a variable stands for what it is given. */
function keyOf(code: Code, type: TypeDeclaration, method: SyntaxNode, node: SyntaxNode, depth = 0): string {
  const text = textOf(code, node, { file: type.file, type });
  if (text.resolved || text.text !== '{unresolved}') return text.text.replaceAll('{unresolved}', '{}');
  if (node.type === 'identifier' && depth < 2) {
    let given: SyntaxNode | undefined;
    walkSyntax(method, (at) => {
      if (at.type === 'variable_declarator' && nameOf(at) === node.text)
        given ??= at.children.find(({ field }) => field !== 'name');
    });
    if (given !== undefined) return keyOf(code, type, method, given, depth + 1);
  }
  return `{${node.text.replaceAll(/\s+/g, ' ').slice(0, 60)}}`;
}

const scales: Readonly<Record<string, number>> = {
  Milliseconds: 0.001,
  Seconds: 1,
  Minutes: 60,
  Hours: 3600,
  Days: 86_400,
};

/** A time in the call, else in the options the method makes; options from elsewhere may hold one. */
function lifetimeOf(
  call: SyntaxNode,
  method: SyntaxNode,
  origin: CacheEntry['origin'],
  hasDefault: boolean,
): Pick<CacheEntry, 'ttl' | 'bounded'> {
  const own = inField(call, 'arguments')?.text ?? '';
  const names = [...own.matchAll(/\b([a-z]\w*)\b/g)].map(([name]) => name);
  const made = names
    .filter((name) => /option|entry|expir|ttl|lifetime|duration/i.test(name))
    .map(
      (name) =>
        new RegExp(`\\b${name}\\b\\s*=[^;]{0,400};|\\b${name}\\.[^;]{0,200};`).exec(method.text)?.[0] ?? '',
    );
  const all = [own, ...made].join('\n');
  const found = /TimeSpan\.From(Milliseconds|Seconds|Minutes|Hours|Days)\(\s*(\d[\d_.]*)/.exec(all);
  const scale = scales[found?.[1] ?? ''];
  if (found?.[2] !== undefined && scale !== undefined)
    return { ttl: { value: Number(found[2].replaceAll('_', '')) * scale, unit: 's', origin } };
  const isSaid =
    /expir|option|ttl|lifetime|duration|TimeSpan|DateTime|AddMinutes|AddHours|AddSeconds|AddDays/i.test(all);
  // A third argument is the options or a time, unless it only stops the call.
  const third = argumentsOf(call)[2]?.value.text;
  const isGiven = third !== undefined && !/token|^ct$/i.test(third);
  return isSaid || isGiven || hasDefault ? { bounded: true } : {};
}
