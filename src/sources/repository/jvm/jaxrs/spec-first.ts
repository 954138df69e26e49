import type { Parameter } from '../../../../model/api.ts';
import { expand } from '../annotations.ts';
import type { ClassDeclaration } from '../classes.ts';
import { handlerMethods } from '../handlers.ts';
import type { HandlerMethod } from '../handlers.ts';
import { classOf, outside, qualifiedNames, scopeOf } from '../names.ts';
import type { Operation } from '../../documents/operations.ts';
import { documentOperations, operationsByFile } from '../../documents/operations.ts';
import type { World } from '../world.ts';

export interface SpecifiedMethod {
  readonly handler: HandlerMethod;
  readonly operation: Operation;
  readonly parameters: readonly Parameter[];
}

/**
 * Methods of a resource whose path stands in an interface that a build makes of an OpenAPI document: a method of a
 * class that implements `…Api` answers for the operation of its name.
 */
export function specifiedMethods(world: World, of: ClassDeclaration): readonly SpecifiedMethod[] {
  const generated = of.supertypes.filter(
    ({ name }) => /(Api|ApiService|Resource)$/.test(name) && classOf(world, name, outside(of)) === undefined,
  );
  const isClient = expand(world, of.annotations, scopeOf(of)).some(({ name }) => name.endsWith('Client'));
  if (generated.length === 0 || isClient) return [];
  const operations = generated.map(({ name }) => operationsOf(world, name, of)).find(({ size }) => size > 0);
  return handlerMethods(world, of).flatMap((handler): readonly SpecifiedMethod[] => {
    const operation = operations?.get(handler.method.name);
    if (operation === undefined || handler.owner !== of) return [];
    const origin = { kind: 'read', file: operation.file, line: operation.line } as const;
    return [
      {
        handler,
        operation,
        parameters: operation.parameters.map((each): Parameter => ({ ...each, origin })),
      },
    ];
  });
}

/** Those of the document that the build makes the interface's package of; else of any, for the usual names. */
function operationsOf(world: World, name: string, of: ClassDeclaration): ReadonlyMap<string, Operation> {
  const [qualified = name] = qualifiedNames(name, outside(of));
  const made = generatedPackages(world).find(({ package: own }) => qualified.startsWith(`${own}.`));
  const file = made === undefined ? undefined : documentNamed(world, made.document, made.build);
  const told = file === undefined ? undefined : operationsByFile(world.repository).get(file);
  if (told !== undefined) return told;
  const isResource = /\b(javax|jakarta)\.ws\.rs\b/.test(world.text(of.file.path));
  return isResource && !name.endsWith('Resource') ? documentOperations(world.repository) : new Map();
}

interface Generated {
  readonly package: string;
  /** The end of the document's path. */
  readonly document: string;
  readonly build: string;
}

const packages = new WeakMap<World, readonly Generated[]>();

/** What plugins of Maven make of documents: one in each `<execution>`. */
function generatedPackages(world: World): readonly Generated[] {
  const before = packages.get(world);
  if (before !== undefined) return before;
  const found = [...world.repository.files.values()].flatMap(({ path, text }) =>
    /(^|\/)pom\.xml$/.test(path) && text.includes('<inputSpec>')
      ? text.split('<execution>').flatMap((part): readonly Generated[] => {
          const document = /<inputSpec>\s*(?:\$\{[^}]*\}\/)?([^<\s]+)/.exec(part)?.[1];
          const own = /<(?:javaPackage|apiPackage)>\s*([\w.]+)/.exec(part)?.[1];
          return document === undefined || own === undefined ? [] : [{ package: own, document, build: path }];
        })
      : [],
  );
  packages.set(world, found);
  return found;
}

function documentNamed(world: World, document: string, build: string): string | undefined {
  const paths = [...operationsByFile(world.repository).keys()];
  const near = `${build.replace(/pom\.xml$/, '')}${document}`;
  return paths.find((path) => path === near) ?? paths.find((path) => path.endsWith(`/${document}`));
}
