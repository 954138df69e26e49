import type { Collector } from '../../javascript/decorators.ts';
import type { LibraryModel, Machine } from '../../javascript/machine.ts';
import type { LibraryValue, Site, Value } from '../../javascript/value.ts';
import { nothing, textOf, unknown } from '../../javascript/value.ts';
import type { Application, Container } from './application.ts';
import { createApplication } from './application.ts';
import type { Metadata } from './metadata.ts';
import { readMetadata, reflector } from './metadata.ts';

/** What the walk of a NestJS backend gathers. */
export interface NestWorld {
  readonly library: LibraryModel;
  readonly applications: readonly Application[];
  readonly collector: Collector;
  /** Metadata of the handler that is being judged; reflectors answer from it. */
  readonly metadata: { current: Metadata | undefined };
  readonly reflector: Value;
}

/** Packages whose import makes a file part of a NestJS backend. */
const packages = [
  '@nestjs/common',
  '@nestjs/core',
  '@nestjs/config',
  '@nestjs/graphql',
  '@nestjs/websockets',
  '@nestjs/microservices',
  '@nestjs/mapped-types',
  '@nestjs/swagger',
  '@nestia/core',
];

export function nestWorld(): NestWorld {
  const applications: Application[] = [];
  const collector: Collector = { gathered: undefined };
  const metadata: NestWorld['metadata'] = { current: undefined };
  const configurations = new Map<string, Value>();
  const own = reflector(metadata);
  return {
    applications,
    collector,
    metadata,
    reflector: own,
    library: {
      packages: [...packages, 'global:Reflect'],
      member: (library, name) =>
        library.path.endsWith('()') && name === 'KEY' ? unknown('a key made by the package') : undefined,
      call: (library, args, site, machine) => {
        const last = library.path.split('.').at(-1) ?? '';
        if (library.path.endsWith('()') && library.made !== undefined && collector.gathered !== undefined) {
          collector.gathered.push(library.made);
          return nothing;
        }
        switch (last) {
          case 'forwardRef':
            return args[0]?.kind === 'function' ? machine.call(args[0], [], site) : args[0];
          case 'mixin':
            return args[0];
          case 'Reflector':
            return own;
          case 'getMetadata':
          case 'getOwnMetadata':
            return library.package === 'global:Reflect'
              ? readMetadata(metadata.current, args[0], args[1])
              : undefined;
          case 'registerAs': {
            const name = args[0] === undefined ? undefined : textOf(args[0]);
            const made = args[1]?.kind === 'function' ? machine.call(args[1], [], site) : undefined;
            if (name !== undefined && made !== undefined) configurations.set(name, made);
            return made;
          }
          case 'create':
          case 'createMicroservice':
            if (applications.length === 0) register(machine);
            return created(library, args, site, applications, { reflector: own, configurations });
          default:
            return quiet.test(library.path) ? unknown('nothing of interest') : undefined;
        }
      },
    },
  };
}

/** Evaluates configuration files, so that applications can be asked for what they register. */
function register(machine: Machine): void {
  for (const { path, imports, test } of machine.codebase.files.values())
    if (
      !test &&
      imports.some(({ resolved }) => resolved.kind === 'library' && resolved.name === '@nestjs/config')
    )
      if (machine.codebase.repository.files.get(path)?.text.includes('registerAs') === true)
        machine.exportsOf(path);
}

/** Calls that neither check nor reject anything. */
const quiet = /^(Logger|new Logger|GqlExecutionContext)(\(\))?(\.|$)/;

function created(
  library: LibraryValue,
  args: readonly Value[],
  site: Site,
  applications: Application[],
  container: Container,
): Value | undefined {
  if (!library.path.startsWith('NestFactory') || args[0] === undefined) return undefined;
  const messages = library.path.endsWith('createMicroservice') ? { options: args[1] } : undefined;
  const application = createApplication(args[0], site, container, messages);
  applications.push(application);
  return application.host;
}
