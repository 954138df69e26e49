import type { SecuritySetting } from '../../../../model/security-setting.ts';
import type { Program } from '../../languages/language.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { asksForInstallation } from '../../security/words.ts';
import type { GoProgram } from '../program/program.ts';
import { checksOfCertificates } from './connections.ts';
import { cookies } from './cookies.ts';
import { crossOrigin } from './cross-origin.ts';
import { diagnostics } from './diagnostics.ts';
import { hashing } from './hashing.ts';
import type { GoPlace } from './place.ts';
import { goPlace } from './place.ts';
import { tokens } from './tokens.ts';

const mentions =
  /InsecureSkipVerify|MinVersion|"crypto\/(md5|sha1|des|rc4|rsa)"|"math\/rand(\/v2)?"|x\/crypto\/(bcrypt|pbkdf2)|\/jwt|jwt-go|\.Cookie\b|SetCookie|sessions\.Options|Access-Control-Allow|[Cc]ors|pprof|\.Debug\s*=|debug\.Stack\(/;

const readers: readonly ((place: GoPlace) => readonly SecuritySetting[])[] = [
  hashing,
  tokens,
  checksOfCertificates,
  cookies,
  crossOrigin,
  diagnostics,
];

const worthSeeing = /^(call_expression|composite_literal|assignment_statement|selector_expression)$/;

/** What Go code settles for security. */
export function goSecurity(program: GoProgram, tree: Program['tree']): readonly SecuritySetting[] {
  const found: SecuritySetting[] = [];
  const isCalled = calledFunctions(program);
  for (const folder of program.folders) {
    const texts = program.textsOf(folder).filter(({ text }) => mentions.test(text));
    if (texts.length === 0 || program.isOnlyTested(folder)) continue;
    for (const { path, text } of texts) {
      const root = tree(path);
      if (root === undefined) continue;
      const file = { program, folder, path, imports: importsOf(text) };
      walkSyntax(root, (node, above) => {
        if (isForInstallation(node)) return false;
        if (!worthSeeing.test(node.type)) return true;
        const place = goPlace(file, node, above);
        const settled = readers.flatMap((read) => read(place));
        if (settled.length > 0 && !isReviewed(text, node) && isCalled(place)) found.push(...settled);
        return true;
      });
    }
  }
  return found;
}

/** `import jwt "github.com/golang-jwt/jwt/v5"`: the name without a version. */
function importsOf(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const head = text.slice(0, text.search(/^(func|type|var|const)\b/m) + 1 || text.length);
  for (const [, alias, path = ''] of head.matchAll(/^\s*(?:import\s+)?(?:([\w.]+)\s+)?"([^"\n]+)"/gm)) {
    const plain = path.replace(/\/v\d+$/, '').replace(/\.v\d+$/, '');
    found.set(
      alias ??
        plain
          .split('/')
          .at(-1)
          ?.replace(/^go-|-go$/g, '') ??
        plain,
      plain,
    );
  }
  return found;
}

/** Somebody looked at the line and told gosec so (`#nosec`, `nolint:gosec`). */
const isReviewed = (text: string, node: SyntaxNode): boolean => {
  const end = text.indexOf('\n', node.start + node.text.length);
  const lines = text.slice(text.lastIndexOf('\n', node.start) + 1, end === -1 ? undefined : end);
  return /#nosec|nolint:[\w,]*gosec/.test(lines);
};

/** A function that no other line says settles nothing; a method may be called by an interface. */
function calledFunctions(program: GoProgram): (place: GoPlace) => boolean {
  const known = new Map<string, boolean>();
  const texts = (): readonly string[] =>
    program.folders.flatMap((folder) => program.textsOf(folder).map(({ text }) => text));
  return ({ around, folder }) => {
    const name = around.type === 'function_declaration' ? (inField(around, 'name')?.text ?? '') : '';
    if (name === '' || name === 'main' || name === 'init') return true;
    const own = /^package\s+(\w+)/m.exec(program.textsOf(folder)[0]?.text ?? '')?.[1] ?? '';
    let found = known.get(`${folder} ${name}`);
    if (found === undefined) {
      const mention = new RegExp(
        `^(?!\\s*//)(?!func ${name}\\b).*(?<![\\w.])(?:${own}\\.)?${name}(?:[(),\\]]|$)`,
        'm',
      );
      found = texts().some((text) => text.includes(name) && mention.test(text));
      known.set(`${folder} ${name}`, found);
    }
    return found;
  };
}

/** A branch that asks for the kind of installation settles nothing for production. */
const isForInstallation = (node: SyntaxNode): boolean =>
  node.type === 'if_statement' &&
  asksForInstallation.test(node.children.find(({ field }) => field === 'condition')?.text ?? '');
