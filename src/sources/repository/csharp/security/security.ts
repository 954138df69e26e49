import type { SecuritySetting } from '../../../../model/security-setting.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { asksForInstallation } from '../../security/words.ts';
import type { Code } from '../code.ts';
import { connections } from './connections.ts';
import { cookies } from './cookies.ts';
import { hashing } from './hashing.ts';
import type { CsharpPlace } from './place.ts';
import { csharpPlace } from './place.ts';
import { requests } from './requests.ts';
import { tokens } from './tokens.ts';

const mentions =
  /MD5|SHA1|Rfc2898DeriveBytes|BCrypt|\bRandom\b|\bDES\b|TripleDES|RC2|CipherMode|\bRSA|CertificateValidationCallback|CertificateCustomValidationCallback|DangerousAcceptAnyServerCertificateValidator|SecurityProtocol|SslProtocols|TokenValidationParameters|JwtSecurityToken|SymmetricSecurityKey|CookieOptions|Cookies\.Append|HttpCookie|CookieSecurePolicy|HttpOnly|SetIsOriginAllowed|Access-Control-Allow|UseDeveloperExceptionPage|StackTrace/;

const readers: readonly ((place: CsharpPlace) => readonly SecuritySetting[])[] = [
  hashing,
  tokens,
  connections,
  cookies,
  requests,
];

const worthSeeing = /^(invocation_expression|(implicit_)?object_creation_expression|assignment_expression)$/;

/** What C# code settles for security. */
export const csharpSecurity = (code: Code): readonly SecuritySetting[] =>
  code.files.flatMap(({ path, text }) => {
    const root = mentions.test(text) ? code.tree(path) : undefined;
    const found: SecuritySetting[] = [];
    if (root === undefined) return found;
    walkSyntax(root, (node, above) => {
      if (isForInstallation(node)) return false;
      if (!worthSeeing.test(node.type)) return true;
      const place = csharpPlace({ code, path, text }, node, above);
      for (const read of readers) found.push(...read(place));
      return true;
    });
    return found;
  });

/** What depends on the kind of installation settles nothing for production: a branch, and code for a debug build. */
const isForInstallation = (node: SyntaxNode): boolean =>
  /^(if_statement|conditional_expression|preproc_if)$/.test(node.type) &&
  asksForInstallation.test(inField(node, 'condition')?.text ?? node.children[0]?.text ?? '');
