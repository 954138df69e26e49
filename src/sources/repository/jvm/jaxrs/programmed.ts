import type { RoutePath } from '../../http/paths.ts';
import { everyClass } from '../classes.ts';
import type { ClassDeclaration } from '../classes.ts';
import type { Code } from '../code.ts';
import { lastName, walkCode } from '../code.ts';
import { classOf, scopeOf } from '../names.ts';
import { pathOf, textOf } from '../values.ts';
import type { World } from '../world.ts';

/** A container of JAX-RS that code puts below a path, with the packages it looks for resources in. */
export interface Programmed {
  readonly path: RoutePath;
  /** None = wherever they are found. */
  readonly packages: readonly string[];
  readonly file: string;
}

const containers = /^(ServletContainer|GuiceContainer|HttpServletDispatcher|HttpServlet30Dispatcher)$/;

/** `context.addServlet(new ServletHolder(new ServletContainer(config)), "/api/*")` and the like. */
export function programmedContainers(world: World): readonly Programmed[] {
  return world
    .filesWith(/\b(ServletContainer|GuiceContainer|HttpServlet(30)?Dispatcher)\b/)
    .flatMap(({ classes }) => everyClass(classes))
    .flatMap((of) => of.methods.flatMap((method) => inBody(world, of, method.body?.() ?? [])));
}

interface Body {
  readonly codes: readonly Code[];
  readonly locals: ReadonlyMap<string, Code>;
}

function inBody(world: World, of: ClassDeclaration, codes: readonly Code[]): readonly Programmed[] {
  const locals = new Map<string, Code>();
  const found: Programmed[] = [];
  walkCode(codes, (code) => {
    if (code.kind === 'local' && code.value !== undefined) locals.set(code.name, code.value);
  });
  walkCode(codes, (code) => {
    const put = placed(code);
    if (put === undefined) return;
    const reached = reachedBy(put.servlet, locals);
    if (!reached.some(isContainer)) return;
    const path = pathOf(textOf(world, put.path, scopeOf(of)));
    const packages = packagesOf(world, of, { codes, locals }, reached);
    found.push({ path: { ...path, text: path.text.replace(/\/?\*$/, '') }, packages, file: of.file.path });
  });
  return found;
}

/** What is put where, whatever the server calls it. */
function placed(code: Code): { readonly servlet: Code; readonly path: Code } | undefined {
  if (code.kind !== 'call' && code.kind !== 'new') return undefined;
  const [first, second] = code.args.map(({ value }) => value);
  const name = code.kind === 'call' ? code.name : lastName(code.type.name);
  if (/^(addServlet|ServletRegistrationBean)$/.test(name) && first !== undefined && second !== undefined)
    return { servlet: first, path: second };
  if (name !== 'with' || code.kind !== 'call' || first === undefined) return undefined;
  const [path] = code.on?.kind === 'call' && code.on.name === 'serve' ? code.on.args : [];
  return path === undefined ? undefined : { servlet: first, path: path.value };
}

const isContainer = (code: Code): boolean =>
  (code.kind === 'new' || code.kind === 'class') && containers.test(lastName(code.type.name));

/** A piece of code with all that its variables were made from. */
function reachedBy(start: Code, locals: ReadonlyMap<string, Code>): readonly Code[] {
  const found: Code[] = [];
  const seen = new Set<string>();
  const visit = (code: Code): void =>
    walkCode([code], (each) => {
      found.push(each);
      const made = each.kind === 'name' ? locals.get(each.name) : undefined;
      if (each.kind !== 'name' || made === undefined || seen.has(each.name)) return;
      seen.add(each.name);
      visit(made);
    });
  visit(start);
  return found;
}

function packagesOf(
  world: World,
  of: ClassDeclaration,
  { codes }: Body,
  reached: readonly Code[],
): readonly string[] {
  const names = new Set(reached.flatMap((code) => (code.kind === 'name' ? [code.name] : [])));
  const said: Code[] = reached.filter((code) => code.kind === 'call' && code.name === 'packages');
  walkCode(codes, (code) => {
    if (
      code.kind === 'call' &&
      code.name === 'packages' &&
      code.on?.kind === 'name' &&
      names.has(code.on.name)
    )
      said.push(code);
  });
  const own = reached.flatMap((code) =>
    code.kind === 'new' ? (classOf(world, code.type.name, scopeOf(of))?.file.package ?? []) : [],
  );
  const listed = said.flatMap((code) =>
    code.kind === 'call' ? code.args.flatMap(({ value }) => packageNamed(world, of, value) ?? []) : [],
  );
  return [...new Set([...own, ...listed])];
}

/** `"shop.resources"`, `Boats.class.getPackage().getName()`. */
function packageNamed(world: World, of: ClassDeclaration, value: Code): string | undefined {
  const { text } = textOf(world, value, scopeOf(of));
  if (text !== undefined) return text;
  let named: string | undefined;
  walkCode([value], (code) => {
    if (code.kind === 'class') named = classOf(world, code.type.name, scopeOf(of))?.file.package;
  });
  return named;
}
