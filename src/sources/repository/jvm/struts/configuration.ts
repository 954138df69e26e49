import { blanked } from '../../lines.ts';
import type { TextFile } from '../../gather.ts';
import { moduleOf } from '../properties.ts';
import type { World } from '../world.ts';

export interface XmlAction {
  readonly name: string;
  readonly type?: string;
  readonly method?: string;
  readonly file: string;
  readonly line: number;
}

export interface XmlPackage {
  readonly name: string;
  readonly namespace?: string;
  readonly parents: readonly string[];
  readonly isAbstract: boolean;
  readonly actions: XmlAction[];
  /** It declares interceptors of its own: what they do is not known. */
  intercepts: boolean;
}

/** What the configuration of one application says. */
export interface StrutsConfiguration {
  readonly module: string;
  readonly packages: readonly XmlPackage[];
  readonly constants: ReadonlyMap<string, string>;
}

const isTest = (path: string): boolean => /(^|\/)src\/test\//.test(path);
const rootFile = /(^|\/)(struts|struts-plugin)\.xml$/;

/** Each `struts.xml` of the target with what it includes, by module. */
export function strutsConfigurations(world: World): ReadonlyMap<string, StrutsConfiguration> {
  const files = [...world.repository.files.values()].filter(
    ({ path, text }) => path.endsWith('.xml') && !isTest(path) && /<struts\b/.test(text.slice(0, 8_000)),
  );
  const modules = new Map<string, TextFile[]>();
  for (const file of files) {
    if (!rootFile.test(file.path) && !isNamed(world, file.path)) continue;
    const module = moduleOf(file.path);
    modules.set(module, [...(modules.get(module) ?? []), file]);
  }
  return new Map(
    [...modules].map(([module, roots]) => [module, configurationOf(world, module, roots, files)]),
  );
}

/** `config` of the filter in the deployment descriptor names other files to begin with. */
function isNamed(world: World, path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return [...world.repository.files.values()].some(
    (each) =>
      /(^|\/)web\.xml$/.test(each.path) &&
      moduleOf(each.path) === moduleOf(path) &&
      each.text.includes(name) &&
      /<param-name>\s*config\s*</.test(each.text),
  );
}

function configurationOf(
  world: World,
  module: string,
  roots: readonly TextFile[],
  files: readonly TextFile[],
): StrutsConfiguration {
  const packages: XmlPackage[] = [];
  const constants = settings(world, module);
  const seen = new Set<string>();
  const queue = [...roots];
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    if (seen.has(file.path)) continue;
    seen.add(file.path);
    const includes = readFile(file, packages, constants);
    queue.push(...includes.flatMap((include) => included(include, file.path, files)));
  }
  return { module, packages, constants };
}

function settings(world: World, module: string): Map<string, string> {
  const file = [...world.repository.files.values()].find(
    ({ path }) => /(^|\/)struts\.properties$/.test(path) && !isTest(path) && moduleOf(path) === module,
  );
  const lines = (file?.text ?? '')
    .split('\n')
    .map((line) => /^\s*(struts[\w.]*)\s*[=:]\s*(.*?)\s*$/.exec(line));
  return new Map(lines.flatMap((line) => (line === null ? [] : [[line[1] ?? '', line[2] ?? ''] as const])));
}

/** A name on the class path, in which `*` stands for any part of a file name. */
function included(include: string, from: string, files: readonly TextFile[]): readonly TextFile[] {
  const folder = from.slice(0, from.lastIndexOf('/') + 1);
  const name = include.replace(/^\//, '');
  const parts = name.split('*');
  const matches = (path: string): boolean => fitsName(path, parts);
  const near = files.filter(({ path }) => path.startsWith(folder) && matches(path.slice(folder.length)));
  if (near.length > 0) return near;
  const others = files.filter(({ path }) => moduleOf(path) === moduleOf(from));
  return others.filter(({ path }) => path.endsWith(`/${name}`) || path === name);
}

function fitsName(path: string, parts: readonly string[]): boolean {
  const [first = '', ...rest] = parts;
  if (!path.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = part === '' ? path.length : path.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at === path.length;
}

const tag = /<(\/?)(package|action|include|constant|interceptor|interceptor-ref)(?=[\s/>])([^<>]*)>/g;

/** Packages and constants of a file are added; the names it includes are returned. */
function readFile(
  { path, text: raw }: TextFile,
  packages: XmlPackage[],
  constants: Map<string, string>,
): readonly string[] {
  const text = blanked(raw, /<!--[\s\S]*?-->/g);
  const includes: string[] = [];
  let current: XmlPackage | undefined;
  let [line, seen] = [1, 0];
  for (const match of text.matchAll(tag)) {
    line += text.slice(seen, match.index).split('\n').length - 1;
    seen = match.index;
    const [, closes, name, attributes = ''] = match;
    const valueOf = (key: string): string | undefined => attributeOf(attributes, key);
    if (closes === '/') {
      if (name === 'package') current = undefined;
    } else if (name === 'include') includes.push(valueOf('file') ?? '');
    else if (name === 'constant') constants.set(valueOf('name') ?? '', valueOf('value') ?? '');
    else if (name === 'package') packages.push((current = packageOf(valueOf)));
    else if (name === 'action') current?.actions.push(actionOf(valueOf, path, line));
    else if (current !== undefined) current.intercepts ||= isOwn(name, valueOf('name'));
  }
  return includes.filter((each) => each !== '');
}

/** References to the stacks of the library add no check. */
const isOwn = (tagName: string | undefined, name = ''): boolean =>
  tagName === 'interceptor' ||
  !/^(\w*[dD]efaultStack|basicStack|validationWorkflowStack|fileUploadStack|paramsPrepareParamsStack|params|validation|workflow|fileUpload|token|execAndWait|store|prepare|modelDriven|chain|i18n|exception|json|jsonValidationWorkflowStack)$/.test(
    name,
  );

function packageOf(valueOf: (key: string) => string | undefined): XmlPackage {
  const namespace = valueOf('namespace');
  return {
    name: valueOf('name') ?? '',
    ...(namespace === undefined ? {} : { namespace }),
    parents: (valueOf('extends') ?? '').split(',').map((each) => each.trim()),
    isAbstract: valueOf('abstract') === 'true',
    actions: [],
    intercepts: false,
  };
}

function actionOf(valueOf: (key: string) => string | undefined, file: string, line: number): XmlAction {
  const [type, method] = [valueOf('class'), valueOf('method')];
  return {
    name: valueOf('name') ?? '',
    ...(type === undefined ? {} : { type }),
    ...(method === undefined ? {} : { method }),
    file,
    line,
  };
}

function attributeOf(attributes: string, key: string): string | undefined {
  for (const match of attributes.matchAll(/([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g))
    if (match[1] === key) return (match[2] ?? match[3] ?? '').trim();
  return undefined;
}
