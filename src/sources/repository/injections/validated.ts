import type { TextFile } from '../gather.ts';
import { plain } from './requested.ts';

/** `@field_validator("url", "name")`. */
const python = /@(?:field_validator|validator)\(([^)]*)\)/g;
/** `url: str = Field(pattern=…)`. */
const pythonPattern = /^\s+(\w+)\s*:[^\n=]*=\s*\w*Field\([^\n]*\b(?:pattern|regex|choices)\s*=/gm;
/** `@Pattern(regexp = "…") private String url;`. */
const java = /@(?:Pattern|URL|Email|UUID|SafeHtml)\b[^;{}]*?\bString\s+(\w+)/g;
/** A tag of a field of Go: `binding:"oneof=a b"`. */
const go =
  /^\s+(\w+)\s+\*?string\s+`[^`\n]*\b(?:oneof|uuid\d?|alphanum|alpha|numeric|hostname\w*|ip)\b[^`\n]*`/gm;

/** Names of fields that a validator of their class looks at, in any class: what it lets through is not told apart. */
export function validatedFields(files: ReadonlyMap<string, TextFile>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [file, { text }] of files) {
    if (file.endsWith('.py')) {
      for (const [, names = ''] of text.matchAll(python))
        for (const [, name = ''] of names.matchAll(/["'](\w+)["']/g)) found.add(plain(name));
      for (const [, name = ''] of text.matchAll(pythonPattern)) found.add(plain(name));
    }
    const pattern = file.endsWith('.java') ? java : file.endsWith('.go') ? go : undefined;
    if (pattern !== undefined) for (const [, name = ''] of text.matchAll(pattern)) found.add(plain(name));
  }
  return found;
}
