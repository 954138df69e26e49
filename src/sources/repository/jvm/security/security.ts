import type { SecuritySetting } from '../../../../model/security-setting.ts';
import { asksForInstallation } from '../../security/words.ts';
import type { ClassDeclaration } from '../classes.ts';
import { everyClass } from '../classes.ts';
import type { Code } from '../code.ts';
import { lastName, partsOf } from '../code.ts';
import type { Scope } from '../names.ts';
import { scopeOf } from '../names.ts';
import type { World } from '../world.ts';
import type { JvmCall } from './call.ts';
import { namesIn, receiverName } from './call.ts';
import { ciphers } from './ciphers.ts';
import { connections, trustingClass } from './connections.ts';
import { cookies } from './cookies.ts';
import { annotatedOrigins, crossOrigin } from './cross-origin.ts';
import { digests } from './digests.ts';
import { errorDetails } from './error-details.ts';
import { forgeryChecks } from './forgery-checks.ts';
import { missingHeaders } from './headers.ts';
import { settingsInFiles } from './properties.ts';
import { randomNumbers } from './randomness.ts';
import { tokens } from './tokens.ts';

const mentions =
  /\b(MessageDigest|DigestUtils|Hashing|Random|PasswordEncoder|PBEKeySpec|BCrypt|Cipher|IvParameterSpec|KeyPairGenerator|Jwts|JWT|TrustManager|X509TrustManager|X509ExtendedTrustManager|HostnameVerifier|NoopHostnameVerifier|TrustAllStrategy|InsecureTrustManagerFactory|setTrustAll|loadTrustMaterial|SSLContext|setEnabledProtocols|CorsConfiguration|CorsRegistry|allowedOriginPatterns|anyHost|CrossOrigin|Cookie|ResponseCookie|csrf|HttpSecurity|printStackTrace|getStackTrace|stackTraceToString)\b|Access-Control-Allow|Math\.random|PasswordEncoder/;

const readers: readonly ((call: JvmCall) => readonly SecuritySetting[])[] = [
  digests,
  randomNumbers,
  ciphers,
  tokens,
  connections,
  crossOrigin,
  cookies,
  errorDetails,
  missingHeaders,
];

/** What Java and Kotlin code, and the settings of Spring, settle for security. */
export const jvmSecurity = (world: World): readonly SecuritySetting[] => [
  ...world
    .filesWith(mentions)
    .flatMap((file) => [
      ...everyClass(file.classes).flatMap((of) => settingsOfClass(world, of)),
      ...file.functions.flatMap(({ name, body }) => settingsOfBody(world, { file }, name, body?.() ?? [])),
    ]),
  ...settingsInFiles(world.repository, world.mentions('org.springframework.security')),
];

function settingsOfClass(world: World, of: ClassDeclaration): readonly SecuritySetting[] {
  const scope = scopeOf(of);
  return [
    ...trustingClass(world, of),
    ...annotatedOrigins(world, of),
    ...of.fields.flatMap(({ name, value }) => {
      const code = value?.();
      return code === undefined
        ? []
        : settingsOfBody(world, scope, '', [{ kind: 'local', name, value: code, line: code.line }]);
    }),
    ...of.methods.flatMap(({ name, body }) => settingsOfBody(world, scope, name, body?.() ?? [])),
  ];
}

function settingsOfBody(
  world: World,
  scope: Scope,
  method: string,
  body: readonly Code[],
): readonly SecuritySetting[] {
  const found: SecuritySetting[] = [...forgeryChecks(scope, method, body)];
  const around = method === '' ? [] : [method];
  const visit = (code: Code, targets: readonly string[], depth: number): void => {
    if (depth > 200 || isForInstallation(code)) return;
    if (code.kind === 'call' || code.kind === 'new') {
      const call: JvmCall = {
        world,
        scope,
        code,
        name: code.kind === 'call' ? code.name : lastName(code.type.name),
        on: code.kind === 'call' ? receiverName(code.on) : '',
        given: code.args.map(({ value }) => value),
        body,
        goesTo: [...targets.toReversed(), ...around],
        variable: targets.at(-1) ?? '',
      };
      for (const read of readers) found.push(...read(call));
    }
    const target = targetOf(code);
    const next = code.kind === 'lambda' ? [] : target === undefined ? targets : [...targets, target];
    for (const part of partsOf(code)) visit(part, next, depth + 1);
  };
  for (const code of body) visit(code, [], 0);
  return found;
}

/** What a value goes to: a local, a variable, a field, the argument of a setter. */
function targetOf(code: Code): string | undefined {
  if (code.kind === 'local' && code.value !== undefined) return code.name;
  if (code.kind === 'assign') return receiverName(code.target);
  if (code.kind !== 'call' || code.args.length !== 1) return undefined;
  return /^set[A-Z]/.test(code.name) ? code.name.charAt(3).toLowerCase() + code.name.slice(4) : undefined;
}

/** A branch that depends on the kind of installation settles nothing for production, or not for certain. */
const isForInstallation = (code: Code): boolean =>
  code.kind === 'branch' &&
  [...(code.test === undefined ? [] : [code.test]), ...code.cases.flatMap(({ tests }) => tests)].some(
    (test) => namesIn(test).some((name) => asksForInstallation.test(name)),
  );
