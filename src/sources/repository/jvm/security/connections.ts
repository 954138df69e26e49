import type { SecuritySetting } from '../../../../model/security-setting.ts';
import { leavesCheckToSetting } from '../../security/words.ts';
import type { ClassDeclaration } from '../classes.ts';
import type { Code, LambdaMethod } from '../code.ts';
import { lastName, walkCode } from '../code.ts';
import { scopeOf } from '../names.ts';
import type { World } from '../world.ts';
import type { JvmCall } from './call.ts';
import { constantText, jvmSetting, receiverName } from './call.ts';

const trusting =
  /^(NoopHostnameVerifier|ALLOW_ALL_HOSTNAME_VERIFIER|AllowAllHostnameVerifier|TrustAllStrategy|InsecureTrustManagerFactory)$/;

/** Connections that take any certificate or any name of a host, and old versions of TLS. */
export function connections(call: JvmCall): readonly SecuritySetting[] {
  const { world, scope, goesTo } = call;
  const found = settled(call);
  const isOpen =
    found.some(({ kind }) => kind === 'certificate-check') &&
    leavesCheckToSetting(world.text(scope.file.path), goesTo);
  return isOpen ? [] : found;
}

function settled(call: JvmCall): readonly SecuritySetting[] {
  const { code, name, given } = call;
  const named = given.find((value) => trusting.test(trustedName(value)));
  if (named !== undefined) return [unchecked(call, trustedName(named))];
  if (code.kind === 'new') {
    const isManager =
      /^X509(Extended)?TrustManager$/.test(name) && checksNothing(code.methods, 'checkServerTrusted');
    const isVerifier =
      name === 'HostnameVerifier' && saysYes(code.methods.find((each) => each.name === 'verify')?.body);
    return isManager || isVerifier ? [unchecked(call, name)] : [];
  }
  if (/^(set)?(default)?hostnameVerifier$/i.test(name) && given.some(isYes)) return [unchecked(call, name)];
  if (name === 'loadTrustMaterial' && given.some(isYes)) return [unchecked(call, name)];
  if (name === 'setTrustAll' && given[0]?.kind === 'boolean' && given[0].value)
    return [unchecked(call, name)];
  return outdated(call);
}

const unchecked = (
  call: Pick<JvmCall, 'scope' | 'goesTo'> & { readonly code: { readonly line: number } },
  as: string,
): SecuritySetting => jvmSetting(call, 'certificate-check', as, { values: { verify: false } });

/** `NoopHostnameVerifier.INSTANCE`, `new TrustAllStrategy()`. */
function trustedName(code: Code): string {
  if (code.kind === 'new') return lastName(code.type.name);
  if (code.kind !== 'member') return '';
  return trusting.test(code.name) ? code.name : receiverName(code.on);
}

/** `(host, session) -> true`. */
const isYes = (code: Code): boolean => code.kind === 'lambda' && saysYes(code.body);

function saysYes(body: readonly Code[] | undefined): boolean {
  const [only] = body ?? [];
  if (only === undefined || body?.length !== 1) return false;
  const value = only.kind === 'return' ? only.value : only;
  return value?.kind === 'boolean' && value.value;
}

/** A method that is there and neither throws nor asks anybody. */
function checksNothing(methods: readonly LambdaMethod[], name: string): boolean {
  const body = methods.find((each) => each.name === name)?.body;
  return body !== undefined && isIdle(body);
}

function isIdle(body: readonly Code[]): boolean {
  let idle = true;
  walkCode(body, (part) => {
    if (part.kind === 'throw') idle = false;
    // Writing a line to a log asks nobody.
    if (part.kind === 'call' && !/^(debug|info|warn|trace|println)$/.test(part.name)) idle = false;
  });
  return idle;
}

/** A class of the target that is a trust manager or a verifier and says yes to all. */
export function trustingClass(world: World, of: ClassDeclaration): readonly SecuritySetting[] {
  if (leavesCheckToSetting(world.text(of.file.path), [of.name])) return [];
  const [type] = of.supertypes
    .map(({ name }) => lastName(name))
    .filter((name) => /^(X509(Extended)?TrustManager|HostnameVerifier)$/.test(name));
  if (type === undefined) return [];
  const method = of.methods.find(
    ({ name, body }) =>
      body !== undefined && name === (type === 'HostnameVerifier' ? 'verify' : 'checkServerTrusted'),
  );
  const body = method?.body?.();
  if (method === undefined || body === undefined) return [];
  return (type === 'HostnameVerifier' ? saysYes(body) : isIdle(body))
    ? [unchecked({ scope: scopeOf(of), code: method, goesTo: [of.name] }, of.name)]
    : [];
}

/** `SSLContext.getInstance("TLSv1")` goes no higher; `"SSL"` and `"TLS"` take what the platform has. */
function outdated(call: JvmCall): readonly SecuritySetting[] {
  const { name, on, given } = call;
  if (!(on === 'SSLContext' && name === 'getInstance') && name !== 'setEnabledProtocols') return [];
  const versions = given.flatMap((value) => (value.kind === 'list' ? value.items : [value]));
  const old = versions
    .map((value) => constantText(call, value))
    .find((text) => text !== undefined && /^(SSLv[23]|TLSv1(\.[01])?)$/.test(text));
  const as = name === 'getInstance' ? 'SSLContext.getInstance' : name;
  return old === undefined ? [] : [jvmSetting(call, 'protocol-version', as, { values: { [as]: old } })];
}
