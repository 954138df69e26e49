import type { LibraryModel } from './machine.ts';
import { unknown } from './value.ts';

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
  call: ({ package: from }) => unknown(`a setting of ${from}`, { configured: true }),
};
