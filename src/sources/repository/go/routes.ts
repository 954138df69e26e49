import type { DeclaredRoute } from '../http/declared.ts';
import { unmountedServices } from './frameworks/protobuf.ts';
import type { GeneratedServer } from './generated-servers.ts';
import { frameworks } from './frameworks/frameworks.ts';
import type { Framework } from './frameworks/framework.ts';
import type { Machine } from './machine/machine.ts';
import { declaredName } from './machine/globals.ts';
import { functionOf } from './machine/members.ts';
import { callAlone, relevanceOf, runRelevant } from './machine/relevant.ts';
import type { GoFile, GoFunction } from './program/package.ts';
import type { GoProgram } from './program/program.ts';
import type { ProtoService } from './proto/services.ts';
import { mountDispatched } from './routing/dispatched.ts';
import { guardServed } from './routing/served.ts';
import { followRouters } from './routing/follow.ts';

/**
 * Routes of the Go code: the functions that lead to a router are walked, from `main` down where it leads there, else
 * from the first that does.
 */
export function routesOf(
  program: GoProgram,
  services: readonly ProtoService[],
  generated: readonly GeneratedServer[],
): readonly DeclaredRoute[] {
  const folders = relevantFolders(program, frameworks);
  if (folders.length === 0) return [];
  const relevance = relevanceOf(program, folders, frameworks);
  const machine: Machine = {
    program,
    frameworks,
    services,
    generated,
    routers: [],
    entered: new Set(),
    active: new Map(),
    instances: new Map(),
    standIns: new Map(),
    globals: new Map(),
    isRelevant: relevance.isRelevant,
    branch: [],
    branches: 0,
    depth: 0,
    waiting: [],
    injected: false,
    aside: 0,
    steps: 0,
  };
  for (const folder of folders) runInits(machine, folder);
  const waiting = machine.waiting ?? [];
  machine.waiting = undefined;
  for (const folder of folders) startPackage(machine, folder);
  for (const fn of waiting) runRelevant(machine, fn);
  const { isCalled } = relevance;
  const direct = relevance.direct.filter(({ file }) => !isForTests(file) && !isForTestsOnly(program, file));
  machine.injected = true;
  for (const fn of direct) if (!isCalled(fn) && !machine.entered.has(fn.node)) run(machine, fn);
  machine.injected = false;
  for (const fn of direct) if (!machine.entered.has(fn.node)) run(machine, fn);
  mountDispatched(machine, folders);
  guardServed(machine, folders);
  unmountedServices(machine);
  return followRouters(machine);
}

/** They run before `main`, in every package. */
function runInits(machine: Machine, folder: string): void {
  for (const init of machine.program.packageIn(folder)?.inits ?? []) run(machine, init);
}

/** `main` runs, and functions that a command holds; other values of packages are made when they are asked for. */
function startPackage(machine: Machine, folder: string): void {
  const own = machine.program.packageIn(folder);
  if (own === undefined) return;
  const main = own.name === 'main' ? own.functions.get('main') : undefined;
  if (main !== undefined && machine.isRelevant(main.node, main.file)) run(machine, main);
  const [file] = own.files;
  if (own.name !== 'main' || file === undefined) return;
  for (const { name, value } of own.values.values())
    if (value !== undefined && /func\s*\(|&?\w+\.Command\{/.test(value.text))
      declaredName(machine, file, name);
}

/** A package that only tests import gives them something to talk to. */
const isForTestsOnly = (program: GoProgram, { package: own }: GoFile): boolean =>
  own.name !== 'main' && program.isOnlyTested(own.folder);

/** A server that is made for tests stands in files that say so. */
const isForTests = (file: GoFile): boolean =>
  [...file.imports.values()].some(({ path }) => path === 'net/http/httptest' || path === 'testing');

function run(machine: Machine, fn: GoFunction): void {
  const value = functionOf(fn);
  if (value.kind === 'function') callAlone(machine, value);
}

/** Packages that import a framework, and those that lead to them. */
function relevantFolders(program: GoProgram, all: readonly Framework[]): readonly string[] {
  const found = new Set(
    program.folders.filter((folder) =>
      program
        .importsOf(folder)
        .some((each) => each.folder === undefined && all.some(({ owns }) => owns(each.path))),
    ),
  );
  for (let grown = true; grown;) {
    grown = false;
    for (const folder of program.folders) {
      if (found.has(folder)) continue;
      if (!program.importsOf(folder).some((each) => each.folder !== undefined && found.has(each.folder)))
        continue;
      found.add(folder);
      grown = true;
    }
  }
  return program.folders.filter((folder) => found.has(folder));
}
