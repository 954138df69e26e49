import type { Json } from '../../../../model/origin.ts';
import type { SecuritySetting } from '../../../../model/security-setting.ts';
import type { TextFile } from '../../gather.ts';
import type { Program } from '../../languages/language.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { importsOf, literalOf, pythonCall, pythonGoesTo, pythonSetting } from './call.ts';
import { settingsOfCall } from './calls.ts';

const mentions =
  /\b(hashlib|bcrypt|random\.|jwt|verify\s*=\s*False|verify_ssl|ssl\s*=\s*False|_create_unverified_context|CORSMiddleware|flask_cors|set_cookie|MODE_|SESSION_COOKIE_\w+|CORS_\w+|DEBUG|MIDDLEWARE)\b|debug\s*=\s*True|rate_?limit|throttle|from random import/i;

/** What Python code settles for tokens, cookies, digests, random numbers, connections and other sites. */
export const pythonSecurity = (
  files: readonly TextFile[],
  tree: Program['tree'],
): readonly SecuritySetting[] =>
  files.flatMap((file) => {
    if (!mentions.test(file.text)) return [];
    const root = tree(file.path);
    return root === undefined ? [] : settingsIn(file, root);
  });

function settingsIn({ path, text }: TextFile, root: SyntaxNode): readonly SecuritySetting[] {
  const found: SecuritySetting[] = [];
  const imports = importsOf(text);
  const isDjango = /^(INSTALLED_APPS|ROOT_URLCONF|MIDDLEWARE)\s*=/m.test(text);
  walkSyntax(root, (node, above) => {
    if (isForDevelopment(node)) return false;
    if (node.type === 'call') {
      const call = pythonCall(path, node, above, imports);
      if (call !== undefined) found.push(...settingsOfCall(call));
    }
    if (node.type === 'assignment' && above.length <= 2 && isDjango)
      found.push(...djangoSetting({ path, node, goesTo: pythonGoesTo(above) }));
    return true;
  });
  return found;
}

/** A branch for a developer's machine, and what is run from a terminal, settle nothing for production. */
const isForDevelopment = (node: SyntaxNode): boolean =>
  node.type === 'if_statement' &&
  /\bDEBUG\b|__name__\s*==|\b(is_?dev|is_?local|development|testing)\b/i.test(
    inField(node, 'condition')?.text ?? '',
  );

type At = Parameters<typeof pythonSetting>[0];

/** Django's own middleware sets X-Content-Type-Options, Referrer-Policy and HSTS; the other one X-Frame-Options. */
function withoutHeaders(at: At, middleware: readonly Json[]): readonly SecuritySetting[] {
  const missing = ['SecurityMiddleware', 'XFrameOptionsMiddleware'].filter(
    (each) => !middleware.some((name) => typeof name === 'string' && name.includes(each)),
  );
  const isSite = middleware.some((name) => typeof name === 'string' && /SessionMiddleware/.test(name));
  const setsOwn = middleware.some((name) => typeof name === 'string' && /csp|secur|header/i.test(name));
  return missing.length === 0 || !isSite || (setsOwn && missing.includes('SecurityMiddleware'))
    ? []
    : [pythonSetting(at, 'missing-headers', 'MIDDLEWARE', { values: { without: missing } })];
}

function djangoSetting(at: At): readonly SecuritySetting[] {
  const name = inField(at.node, 'left')?.text ?? '';
  const value = literalOf(inField(at.node, 'right'));
  if (name === 'MIDDLEWARE' && Array.isArray(value)) return withoutHeaders(at, value);
  if (typeof value !== 'boolean') return [];
  switch (name) {
    case 'DEBUG':
      return value ? [pythonSetting(at, 'debug-mode', 'DEBUG', { values: { debug: true } })] : [];
    case 'SESSION_COOKIE_SECURE':
      return [pythonSetting(at, 'session', name, { values: { secure: value, httpOnly: true } })];
    case 'SESSION_COOKIE_HTTPONLY':
      return [pythonSetting(at, 'session', name, { values: { httpOnly: value }, open: ['secure'] })];
    case 'CORS_ALLOW_ALL_ORIGINS':
    case 'CORS_ORIGIN_ALLOW_ALL':
      return value
        ? [pythonSetting(at, 'cross-origin', 'Access-Control-Allow-* (Django)', { values: { origin: true } })]
        : [];
    case 'CORS_ALLOW_CREDENTIALS':
      return value
        ? [
            pythonSetting(at, 'cross-origin', 'Access-Control-Allow-* (Django)', {
              values: { credentials: true },
            }),
          ]
        : [];
    default:
      return [];
  }
}
