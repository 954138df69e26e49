import type { SyntaxNode } from '../../languages/syntax.ts';
import { allOfType, inField, ofType, walkSyntax } from '../../languages/syntax.ts';
import type { GoFile, GoFunction } from '../program/package.ts';
import type { GoProgram } from '../program/program.ts';
import type { Framework } from '../frameworks/framework.ts';
import { callFunction } from './calls.ts';
import type { Machine } from './machine.ts';
import { innerScope, undecided } from './machine.ts';
import { standInOf } from './stand-ins.ts';
import { typeOf } from './types.ts';
import type { FunctionValue, Value } from './value.ts';
import { siteOf } from './machine.ts';

/** A verb or a word for routes with a path, an empty one, a pattern, or the method first. */
const registering =
  /\.(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|QUERY|Get|Post|Put|Patch|Delete|Head|Options|Query|Any|All|ALL|ANY|Add|Match|Method|MethodFunc|Handle|HandleFunc|HandleMany|Handler|HandlerFunc|Group|Route|Router|Party|PartyFunc|Mount|Subrouter|PathPrefix|Path|Register|BindHandler|BindObject\w*|NS\w+|Ctrl\w+|NewNamespace|Use|Static\w*|File|NewGroup)\(\s*(["`](\/|[A-Z]+ \/)|["`]["`]|http\.Method|fiber\.Method|"(GET|POST|PUT|PATCH|DELETE)"|fmt\.Sprintf|path\.Join|\w*(path|Path|prefix|Prefix|route|Route|uri|URI|url|URL|pattern|Pattern|Endpoint)\w*\b)/;

/** Calls that make, serve or fill a router, whatever their arguments are. */
const making =
  /\b(NewRouter|NewMux|NewServeMux|NewEngine|MustNewServer|AddRoutes?|AddNamespace|RegisterRoutes|AutoRouter|Include|ListenAndServe\w*|huma\.(Register|Get|Post|Put|Patch|Delete|NewGroup|AutoRegister|NewAPI)|hum\w+\.New\w*|grpc\.NewServer|g\.Server|ghttp\.GetServer|HandlerFromMux\w*|HandlerWithOptions|RegisterHandlers\w*|Register\w+?(Handler(Server|Client|FromEndpoint)?|HTTPServer|Server)|New\w+Handler|http\.Server\{|http\.HandleFunc|http\.Handle|restful\.\w+|WebService\(\)|mvc\.\w+|OnServe|rest\.With\w+|HandleFunc|HandlerFunc)\b/;

/** A handler's own signature: what it calls on its context registers nothing. */
const answering =
  /^func\s*(\([^)]*\)\s*)?\w*\s*\([^)]*(\*gin\.Context|echo\.Context|\*echo\.Context|\*fiber\.Ctx|fiber\.Ctx|iris\.Context|http\.ResponseWriter|\*app\.RequestContext|\*fasthttp\.RequestCtx|\*ghttp\.Request|\*restful\.Request)\b[^)]*\)\s*(error\s*)?\{/;

export interface Relevance {
  readonly isRelevant: (node: SyntaxNode, file: GoFile) => boolean;
  /** Functions whose own body touches a router, in the order of their files. */
  readonly direct: readonly GoFunction[];
  /** Functions that are called by relevant ones. */
  readonly isCalled: (fn: GoFunction) => boolean;
}

interface Calls {
  readonly fn: GoFunction;
  readonly calls: readonly string[];
}

/** Which functions lead to a router: their own body registers something, or they call one that does. */
export function relevanceOf(
  program: GoProgram,
  folders: readonly string[],
  frameworks: readonly Framework[],
): Relevance {
  const all = folders
    .flatMap((folder) => functionsIn(program, folder))
    .map((fn): Calls => ({ fn, calls: callsOf(fn) }));
  const touching = new Map(folders.map((folder) => [folder, touches(program, folder, frameworks)]));
  const direct = all.filter(
    ({ fn }) =>
      (touching.get(fn.file.package.folder) ?? false) && touchesRouter(fn.node, fn.file, frameworks),
  );
  const known = new Set(direct.map(({ fn }) => fn.node));
  const keys = new Set(direct.flatMap(({ fn }) => keysOf(fn)));
  for (let grown = true; grown;) {
    grown = false;
    for (const { fn, calls } of all) {
      if (known.has(fn.node) || !calls.some((call) => keys.has(call))) continue;
      known.add(fn.node);
      for (const key of keysOf(fn)) keys.add(key);
      grown = true;
    }
  }
  const called = new Set(all.flatMap(({ fn, calls }) => (known.has(fn.node) ? calls : [])));
  const closures = new Map<SyntaxNode, boolean>();
  return {
    direct: direct.map(({ fn }) => fn),
    isCalled: (fn) => keysOf(fn).some((key) => called.has(key)),
    isRelevant: (node, file) => {
      if (known.has(node)) return true;
      if (node.type !== 'func_literal') return false;
      const before = closures.get(node);
      if (before !== undefined) return before;
      const own = touching.get(file.package.folder) ?? false;
      const found =
        (own && touchesRouter(node, file, frameworks)) || callsIn(node, file).some((call) => keys.has(call));
      closures.set(node, found);
      return found;
    },
  };
}

/** A function that registers, makes or is given a router, unlike one that answers a request. */
function touchesRouter(node: SyntaxNode, file: GoFile, frameworks: readonly Framework[]): boolean {
  if (answering.test(node.text)) return false;
  if (registering.test(node.text) || making.test(node.text)) return true;
  const parameters = inField(node, 'parameters')?.text ?? '';
  const result = inField(node, 'result')?.text ?? '';
  for (const [, alias = '', name = ''] of `${parameters} ${result}`.matchAll(/(\w+)\.([A-Z]\w*)/g)) {
    const from = file.imports.get(alias);
    if (from === undefined || from.folder !== undefined) continue;
    if (frameworks.some((each) => each.owns(from.path) && each.types[name] !== undefined)) return true;
  }
  return (
    /\.(Use|With|Bind|Middleware|Pre)\(/.test(node.text) &&
    /\b(chi|gin|echo|mux|fiber|iris|http)\.\w*(Router|Engine|Group|Echo|Mux|App|Party)\b/.test(node.text)
  );
}

function functionsIn(program: GoProgram, folder: string): readonly GoFunction[] {
  const own = program.packageIn(folder);
  if (own === undefined) return [];
  const methods = [...own.methods.values()].flatMap((each) => [...each.values()]);
  return [...own.functions.values(), ...own.inits, ...methods].toSorted((a, b) =>
    a.file.path < b.file.path ? -1 : a.file.path > b.file.path ? 1 : a.node.start - b.node.start,
  );
}

/** A package that imports a framework, or one of the target that imports it. */
function touches(program: GoProgram, folder: string, frameworks: readonly Framework[]): boolean {
  const imports = (at: string): boolean =>
    program
      .importsOf(at)
      .some(({ path, folder: own }) => own === undefined && frameworks.some((each) => each.owns(path)));
  return (
    imports(folder) || program.importsOf(folder).some(({ folder: own }) => own !== undefined && imports(own))
  );
}

/** Names under which a function is called: its own in its package, or as a method of whatever. */
const keysOf = (fn: GoFunction): readonly string[] =>
  fn.receiver === undefined ? [`${fn.file.package.folder}:${fn.name}`] : [`.${fn.name}`];

const callsOf = (fn: GoFunction): readonly string[] => callsIn(fn.node, fn.file);

function callsIn(node: SyntaxNode, file: GoFile): readonly string[] {
  const found = new Set<string>();
  walkSyntax(node, (at) => {
    if (at.type === 'identifier' && at.field !== 'name') {
      if (file.package.functions.has(at.text)) found.add(`${file.package.folder}:${at.text}`);
    } else if (at.type === 'selector_expression') {
      const name = inField(at, 'field')?.text ?? '';
      const from = file.imports.get(inField(at, 'operand')?.text ?? '');
      if (from === undefined) found.add(`.${name}`);
      else if (from.folder !== undefined) found.add(`${from.folder}:${name}`);
    }
  });
  return [...found];
}

/** Runs functions that are handed to something that cannot be followed, when they lead to a router. */
export function runRelevant(machine: Machine, value: Value, depth = 0): void {
  switch (value.kind) {
    case 'function': {
      if (machine.entered.has(value.node) || !machine.isRelevant(value.node, value.file)) return;
      if (machine.waiting !== undefined) {
        machine.waiting.push(value);
        return;
      }
      const before = machine.injected;
      machine.injected = true;
      undecided(machine, () => void callAlone(machine, value));
      machine.injected = before;
      return;
    }
    case 'list':
      if (depth < 3) for (const item of value.items.slice(0, 200)) runRelevant(machine, item, depth + 1);
      return;
    case 'choice':
      if (depth < 3) for (const option of value.options) runRelevant(machine, option, depth + 1);
      return;
    default:
      return;
  }
}

/** A call that is not written anywhere: arguments stand in by their types. */
export function callAlone(machine: Machine, fn: FunctionValue): Value {
  const args = allOfType(inField(fn.node, 'parameters'), 'parameter_declaration').flatMap((declared) => {
    const type = typeOf(inField(declared, 'type'), fn.file);
    const names = declared.children.filter(({ field, type: kind }) => field === 'name' && kind !== ',');
    const argument = (name: string): Value => {
      const nothing: Value = { kind: 'unknown', why: 'an argument that nobody was seen to give' };
      return type === undefined
        ? nothing
        : standInOf(machine, type, `${fn.file.path}:${fn.node.line}:${name}`);
    };
    return names.length === 0 ? [argument('')] : names.map(({ text }) => argument(text));
  });
  const site = siteOf(fn.file, fn.node);
  const node = ofType(fn.node, 'block') ?? fn.node;
  return callFunction(
    machine,
    { ...fn, scope: fn.scope ?? innerScope(undefined) },
    { args, nodes: [], site, file: fn.file, node },
  );
}
