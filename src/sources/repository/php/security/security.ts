import type { SecuritySetting } from '../../../../model/security-setting.ts';
import { walkSyntax } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { PhpFile } from '../classes.ts';
import type { PhpCodebase } from '../codebase.ts';
import { createMachine } from '../machine.ts';
import type { Machine } from '../machine.ts';
import { callTypes } from '../syntax.ts';
import { phpCall, phpGoesTo } from './call.ts';
import { checkOption, corsConfiguration, settingsOfCall, unchecked } from './readers.ts';

const mentions =
  /\b(md5|sha1|hash|password_hash|mt_rand|rand|uniqid|lcg_value|str_shuffle|setcookie|setrawcookie|session_set_cookie_params|openssl_encrypt)\s*\(|CURLOPT_SSL_VERIFY|['"]verify(_peer|_peer_name)?['"]\s*=>|withoutVerifying|Access-Control-Allow|supports_credentials|rate_?limit|too_?many|ensureAccepted|throttle/i;

/** What PHP code settles for cookies, digests, random numbers, ciphers and connections. */
export function phpSecurity(codebase: PhpCodebase): readonly SecuritySetting[] {
  const machine = createMachine(codebase, {});
  return codebase.sources.flatMap(({ path, text }) => {
    if (!mentions.test(text)) return [];
    const file = codebase.file(path);
    return file === undefined ? [] : settingsIn(machine, file);
  });
}

function settingsIn(machine: Machine, file: PhpFile): readonly SecuritySetting[] {
  const found: SecuritySetting[] = [];
  const isConfiguration = /(^|\/)config\/cors\.php$/.test(file.path);
  walkSyntax(file.root, (node, above) => {
    if (isForDevelopment(node)) return false;
    if (callTypes.has(node.type)) {
      const call = phpCall(machine, file, node, above);
      if (call !== undefined) found.push(...settingsOfCall(call));
    }
    const around = () => ({ machine, file, node, goesTo: phpGoesTo(above) });
    const [key, value] = node.type === 'array_element_initializer' ? node.children : [];
    const option = key === undefined ? undefined : checkOption(key.text);
    if (option !== undefined) found.push(...unchecked(around(), option, value));
    if (isConfiguration && node.type === 'return_statement') found.push(...corsConfiguration(around()));
    return true;
  });
  return found;
}

/** A branch for a developer's machine settles nothing for production. */
const isForDevelopment = (node: SyntaxNode): boolean =>
  node.type === 'if_statement' &&
  /isLocal|app\.debug|APP_DEBUG|WP_DEBUG|environment\(\s*['"](local|dev)|APP_ENV/.test(
    node.children[0]?.text ?? '',
  );
