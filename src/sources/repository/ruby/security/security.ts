import type { SecuritySetting } from '../../../../model/security-setting.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { asksForInstallation } from '../../security/words.ts';
import type { Code } from '../code.ts';
import { connections } from './connections.ts';
import { cookies } from './cookies.ts';
import { environments } from './environments.ts';
import { forgeryChecks } from './forgery-checks.ts';
import { hashing } from './hashing.ts';
import type { RubyPlace } from './place.ts';
import { rubyPlace } from './place.ts';
import { answers } from './answers.ts';
import { tokens } from './tokens.ts';

const mentions =
  /Digest::|BCrypt|\brand\b|\.(sample|shuffle)\b|Random\.|OpenSSL|JWT\.|verify_ssl|\bverify\b|ssl_version|cookies|session_store|force_ssl|consider_all_requests_local|show_exceptions|forgery|verify_authenticity_token|Access-Control-Allow|backtrace|stretches|pbkdf2/;

const readers: readonly ((place: RubyPlace, isSecure: boolean) => readonly SecuritySetting[])[] = [
  hashing,
  tokens,
  connections,
  cookies,
  environments,
  forgeryChecks,
  answers,
];

/** What Ruby code settles for security. */
export function rubySecurity(code: Code): readonly SecuritySetting[] {
  const found: SecuritySetting[] = [];
  // Rails then marks every cookie as one for encrypted connections.
  const isSecure = code.files.some(
    ({ path, text }) =>
      /(^|\/)config\/(environments\/production|application)\.rb$/.test(path) &&
      /^\s*config\.force_ssl\s*=(?!\s*false)/m.test(text),
  );
  for (const { path, text } of code.files) {
    const root = mentions.test(text) ? code.tree(path) : undefined;
    if (root === undefined) continue;
    walkSyntax(root, (node, above) => {
      if (isForInstallation(node)) return false;
      if (!/^(call|assignment|scope_resolution)$/.test(node.type)) return true;
      const place = rubyPlace({ path, text }, node, above);
      for (const read of readers) found.push(...read(place, isSecure));
      return true;
    });
  }
  return found;
}

/** A branch that asks for the kind of installation settles nothing for production. */
const isForInstallation = (node: SyntaxNode): boolean =>
  /^(if|unless|if_modifier|unless_modifier|conditional)$/.test(node.type) &&
  asksForInstallation.test(inField(node, 'condition')?.text ?? '');
