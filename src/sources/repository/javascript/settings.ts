import type { LibraryModel } from './machine.ts';
import type { UnknownValue, Value } from './value.ts';
import { objectOf, unknown } from './value.ts';

const configurations = [
  'nconf',
  'config',
  'convict',
  'env-var',
  'envalid',
  'rc',
  'dotenv',
  'dotenv-safe',
  'getenv',
];

/** What these read stands on the command line. */
const commandLines = [
  'commander',
  'yargs',
  'minimist',
  'yargs-parser',
  'meow',
  'command-line-args',
  'argparse',
];

const packages = new Set([...configurations, ...commandLines]);

/** Whether what a package hands out is set where the service runs. */
export const isSetting = (name: string): boolean => packages.has(name);

/** Packages that hand out the configuration: what they give is set where the service runs. */
export const settings: LibraryModel = {
  packages: configurations,
  call: ({ package: from, path }, args) => {
    if (from === 'envalid') return path === 'cleanEnv' ? cleaned(args) : validator(args);
    return unknown(`a setting of ${from}`, { configured: true });
  },
};

/** `cleanEnv(process.env, { OPEN: bool({ default: true }) })`: every setting is what its validator gives. */
function cleaned([, specs]: readonly Value[]): Value {
  if (specs?.kind !== 'object') return unknown('settings', { configured: true });
  return objectOf(specs.fields, specs.level, true);
}

/** What is set where the service runs, and what it is there while nobody sets it. */
function validator([options]: readonly Value[]): UnknownValue {
  const given = options?.kind === 'object' ? options.fields.get('default') : undefined;
  const written = given?.kind === 'primitive' ? given.value : undefined;
  return unknown('a setting of envalid', {
    configured: true,
    ...(typeof written === 'string' && { default: written }),
    ...(typeof written === 'boolean' && { unset: written }),
  });
}
