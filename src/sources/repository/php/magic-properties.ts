import type { PhpClass, PhpFile } from './classes.ts';
import { lineage } from './codebase.ts';
import type { PhpCodebase } from './codebase.ts';
import { className } from './names.ts';

/**
 * The class of a property that no code declares: `@property Ledger $ledger` in the comment of a class, or what the
 * loader of CodeIgniter 3 puts there (`$this->load->library('ledger')`).
 */
export function magicProperty(codebase: PhpCodebase, owner: PhpClass, name: string): string | undefined {
  for (const { file } of lineage(codebase, owner)) {
    const { commented, loaded } = toldIn(file);
    const type = commented.get(name);
    if (type !== undefined) return className(file.names, type);
    const declared = codebase.class(loaded.get(name.toLowerCase()));
    if (declared !== undefined && /(^|\/)(libraries|models)\//i.test(declared.file.path))
      return declared.name;
  }
  return undefined;
}

interface Told {
  /** By the name of the property. */
  readonly commented: ReadonlyMap<string, string>;
  /** The same in lower case. */
  readonly loaded: ReadonlyMap<string, string>;
}

const known = new WeakMap<PhpFile, Told>();

function toldIn(file: PhpFile): Told {
  const before = known.get(file);
  if (before !== undefined) return before;
  const { text } = file.root;
  const told: Told = {
    commented: new Map([...text.matchAll(comments)].map(([, type = '', name = '']) => [name, type])),
    loaded: new Map(
      [...text.matchAll(loads)].map(([, written = '', alias]) => {
        const short = written.split('/').at(-1) ?? written;
        return [(alias ?? short).toLowerCase(), short];
      }),
    ),
  };
  known.set(file, told);
  return told;
}

const comments = /@property(?:-read)?\s+\\?([\w\\]+)(?:\|null)?\s+\$(\w+)/g;
/** A model may get another name, a library one after its settings. */
const loads =
  /->load->(?:library|model)\(\s*['"]([\w/]+)['"](?:\s*,\s*(?:(?:null|NULL|\[\]|array\(\))\s*,\s*)?['"](\w+)['"])?/g;
