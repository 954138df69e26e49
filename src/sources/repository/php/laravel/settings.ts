import { inFolder } from '../../file-paths.ts';
import { evaluate } from '../evaluate.ts';
import { normalized, repositoryPath } from '../includes.ts';
import type { Machine } from '../machine.ts';
import type { Arguments, PhpValue, Site } from '../value.ts';
import { boolean, entryOf, text, textOf, textsOf, unknown } from '../value.ts';

const folders: Readonly<Record<string, string>> = {
  base_path: '',
  app_path: 'app',
  config_path: 'config',
  database_path: 'database',
  resource_path: 'resources',
  public_path: 'public',
  storage_path: 'storage',
};

export function folderFunction(folder: string, name: string, args: Arguments): PhpValue | undefined {
  const given = textOf(args[0]?.value) ?? '';
  if (name === 'module_path')
    return text(`/${inFolder(folder, 'Modules')}/${given}/${textOf(args[1]?.value) ?? ''}`);
  const inner = folders[name];
  if (inner === undefined || (args.length > 0 && textOf(args[0]?.value) === undefined)) return undefined;
  return text(`/${normalized(`${folder}/${inner}/${given}`)}`);
}

export function helperFunction(
  machine: Machine,
  folder: string,
  name: string,
  args: Arguments,
  site: Site,
  router: () => PhpValue,
): PhpValue | undefined {
  switch (name) {
    case 'config':
      return configured(machine, folder, textOf(args[0]?.value), args[1]?.value);
    case 'env':
      return args[1]?.value ?? unknown(`the setting ${textOf(args[0]?.value) ?? ''} has no default`);
    case 'app':
    case 'resolve':
      return textsOf(args[0]?.value)[0] === 'router' ? router() : unknown('an object of the container');
    case 'file_exists':
    case 'is_file':
      return existing(machine, args, site);
    default:
      return undefined;
  }
}

export function existing(machine: Machine, args: Arguments, site: Site): PhpValue {
  const path = textOf(args[0]?.value);
  return path === undefined
    ? unknown('a condition')
    : boolean(repositoryPath(machine, path, site.scope) !== undefined);
}

/** What a file of settings says, undefined where there is no such file. */
export function setting(machine: Machine, folder: string, key: string): PhpValue | undefined {
  const [file = ''] = key.split('.');
  return machine.codebase.file(inFolder(folder, `config/${file}.php`)) === undefined
    ? undefined
    : configured(machine, folder, key, undefined);
}

/** `config('auth.prefix', 'x')`: what the file of settings says where nothing of the environment changes it. */
function configured(
  machine: Machine,
  folder: string,
  key: string | undefined,
  fallback: PhpValue | undefined,
): PhpValue {
  const [file = '', ...rest] = (key ?? '').split('.');
  const path = inFolder(folder, `config/${file}.php`);
  const source = machine.codebase.file(path);
  if (source === undefined || rest.length === 0)
    return fallback ?? unknown(`the setting ${key ?? ''} is not in the repository`);
  const returned = source.root.children.findLast(({ type }) => type === 'return_statement')?.children[0];
  if (returned === undefined) return fallback ?? unknown('a setting');
  machine.depth += 1;
  let value: PhpValue | undefined =
    machine.depth > 30 ? undefined : evaluate(machine, returned, { file: source, variables: new Map() });
  machine.depth -= 1;
  for (const part of rest) value = entryOf(value, part);
  return value ?? fallback ?? unknown(`the setting ${key ?? ''} is not known`);
}
