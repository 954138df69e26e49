import type { JudgedGuard } from '../http/routing.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { inField, walkSyntax } from '../languages/syntax.ts';
import { lineAt } from '../lines.ts';
import type { Branch } from './branches.ts';
import { branchAt } from './branches.ts';
import type { Code, TypeDeclaration } from './code.ts';
import { methodsOf } from './code.ts';
import { judged, judgeType, kindOfText } from './judging.ts';
import { declaredAs, harmlessUse, opensPackage } from './outside.ts';
import { calledIn, nameOf } from './syntax.ts';

export interface SourceText {
  readonly file: string;
  readonly text: string;
}

/** Middleware that turns some callers away: a class of the repository, or a function that stands in start-up code. */
export interface Middleware {
  readonly judged: JudgedGuard;
  /** What runs for a request; absent where it is not in the repository. */
  readonly runs?: { readonly node: SyntaxNode; readonly file: string; readonly owner?: TypeDeclaration };
  /** It looks at what an endpoint says of itself, or at where the application runs. */
  readonly isBound: boolean;
  /** Where it stands in a branch of the application: what tells for which requests. */
  readonly branch?: Branch & { readonly file: string };
}

/** Middleware that may turn callers away, in the files that start an application. */
export const middlewareOf = (code: Code, files: readonly SourceText[]): readonly Middleware[] => [
  ...files.flatMap((each) => classesIn(code, each)),
  ...files.flatMap((each) => callsIn(code, each)),
];

const refuses = /Unauthori[sz]ed|Forbid|Challenge|\b40[13]\b|Redirect|AuthenticateAsync|AuthorizeAsync/;
const bound = /GetEndpoint|Metadata|IsDevelopment|AllowAnonymous/;
/** By its name it only answers to errors, counts, or writes down. */
const harmless =
  /exception|error|throttl|rate_?limit|logg?(ing|er)|metric|timing|correlation|trac(e|ing)|compress|header|culture|locali[sz]/i;

/** `UseMiddleware<T>()`. */
function classesIn(code: Code, { file, text }: SourceText): readonly Middleware[] {
  return [
    ...text.matchAll(/\.UseMiddleware\s*(?:<\s*([\w.]+)\s*>|\(\s*typeof\s*\(\s*([\w.]+)\s*\))/g),
  ].flatMap((match): readonly Middleware[] => {
    const inside = within(code, file, match.index);
    const name = (match[1] ?? match[2] ?? '').split('.').at(-1) ?? '';
    const type = code.find(name, file);
    if (type === undefined)
      return harmless.test(name) ? [] : inside([unread(name, file, { line: lineAt(text, match.index) })]);
    if (/exception|error|throttl|rate_?limit/i.test(name)) return [];
    const own = withoutCatches(type.node);
    const method = methodsOf(code, type).find(({ node }) => /^Invoke(Async)?$/.test(nameOf(node)));
    const runs = method && { node: method.node, file: method.type.file, owner: method.type };
    const guard = judgeType(code, type, { name });
    return inside(judgedMiddleware(own, guard, bound.test(type.node.text), runs));
  });
}

/** Marks what stands in a branch. */
function within(
  code: Code,
  file: string,
  start: number,
): (all: readonly Middleware[]) => readonly Middleware[] {
  const branch = /\b(UseWhen|MapWhen)\b/.test(code.tree(file)?.text ?? '')
    ? branchAt(code.tree(file), start)
    : undefined;
  return (all) =>
    branch === undefined ? all : all.map((each) => ({ ...each, branch: { ...branch, file } }));
}

function judgedMiddleware(
  text: string,
  guard: JudgedGuard,
  isBound: boolean,
  runs: Middleware['runs'],
): readonly Middleware[] {
  const isCheck = guard.guard.kind === 'authentication' || guard.guard.kind === 'authorisation';
  if (!refuses.test(text) || !isCheck) return [];
  return [{ judged: guard, isBound, ...(runs === undefined ? {} : { runs }) }];
}

const unread = (name: string, file: string, at: { readonly line: number }): Middleware => ({
  judged: judged(name, 'other', file, at, { resolved: false }),
  isBound: false,
});

/** `app.Use(async (context, next) => …)` and `app.UseSomething()` of a package. */
function callsIn(code: Code, { file, text }: SourceText): readonly Middleware[] {
  if (!/\.\s*Use\w*\s*[(<]/.test(text)) return [];
  const tree = code.tree(file);
  const found: Middleware[] = [];
  const names = builders(text);
  if (tree !== undefined && names.size > 0)
    walkSyntax(tree, (node) => {
      const called = calledIn(node);
      if (called?.receiver === undefined || !called.name.startsWith('Use')) return;
      const at = inField(inField(node, 'function'), 'name') ?? node;
      const root = rootOf(called.receiver);
      if (!names.has(root) && branchAt(tree, at.start)?.name !== root) return;
      const inside = within(code, file, at.start);
      if (called.name === 'Use') found.push(...inside(inlineIn(called.arguments[0]?.value, file)));
      else if (
        !harmlessUse.test(called.name) &&
        opensPackage(code, file) &&
        declaredAs(code, called.name) === undefined
      )
        found.push(...inside([unread(called.name, file, at)]));
    });
  return found;
}

/** Names of the application, and of parameters that stand for it. */
const builders = (text: string): ReadonlySet<string> =>
  new Set(
    [
      ...text.matchAll(/\b(?:IApplicationBuilder|WebApplication|IAppBuilder)\s+(\w+)/g),
      ...text.matchAll(/\b(?:var|WebApplication)\s+(\w+)\s*=\s*[^;]{0,2000}?\.\s*Build\s*\(/g),
    ].map(([, name = '']) => name),
  );

function rootOf(node: SyntaxNode): string {
  let at: SyntaxNode | undefined = node;
  while (at !== undefined && at.type !== 'identifier') at = at.children[0];
  return at?.text ?? '';
}

function inlineIn(lambda: SyntaxNode | undefined, file: string): readonly Middleware[] {
  if (lambda === undefined || !/lambda|anonymous/.test(lambda.type)) return [];
  const text = withoutCatches(lambda);
  const kind = kindOfText(text, { name: 'Use' });
  return judgedMiddleware(text, judged('Use', kind, file, lambda), bound.test(lambda.text), {
    node: lambda,
    file,
  });
}

/** What is answered to an error that came from behind is no check. */
function withoutCatches(node: SyntaxNode): string {
  let { text } = node;
  walkSyntax(node, (each) => {
    if (each.type !== 'catch_clause') return true;
    text = text.replace(each.text, '');
    return false;
  });
  return text;
}
