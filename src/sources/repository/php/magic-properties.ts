import type { PhpClass } from './classes.ts';
import { lineage } from './codebase.ts';
import type { PhpCodebase } from './codebase.ts';
import { className } from './names.ts';

const known = new WeakMap<PhpClass, Map<string, string | undefined>>();

/**
 * The class of a property that no code declares: `@property Ledger $ledger` in the comment of a class, or what the
 * loader of CodeIgniter 3 puts there (`$this->load->library('ledger')`).
 */
export function magicProperty(codebase: PhpCodebase, owner: PhpClass, name: string): string | undefined {
  const before = known.get(owner) ?? new Map<string, string | undefined>();
  known.set(owner, before);
  if (before.has(name)) return before.get(name);
  const found = lineage(codebase, owner).flatMap(
    (each) => commented(each, name) ?? loaded(codebase, each, name) ?? [],
  )[0];
  before.set(name, found);
  return found;
}

function commented({ file }: PhpClass, name: string): string | undefined {
  const written = new RegExp(String.raw`@property(?:-read)?\s+\\?([\w\\]+)(?:\|null)?\s+\$${name}\b`).exec(
    file.root.text,
  )?.[1];
  return written === undefined ? undefined : className(file.names, written);
}

function loaded(codebase: PhpCodebase, { file }: PhpClass, name: string): string | undefined {
  for (const [, written = '', alias] of file.root.text.matchAll(loads)) {
    const short = written.split('/').at(-1) ?? written;
    if ((alias ?? short).toLowerCase() !== name.toLowerCase()) continue;
    const declared = codebase.class(short);
    if (declared !== undefined && /(^|\/)(libraries|models)\//i.test(declared.file.path))
      return declared.name;
  }
  return undefined;
}

/** A model may get another name, a library one after its settings. */
const loads =
  /->load->(?:library|model)\(\s*['"]([\w/]+)['"](?:\s*,\s*(?:(?:null|NULL|\[\]|array\(\))\s*,\s*)?['"](\w+)['"])?/g;
