import type { Provider } from 'oidc-provider';
import { oauthAdapter } from './adapter.ts';
import { configurationOf, featuresOf } from './configuration.ts';
import type { Grants } from './grants.ts';
import type { OauthParts } from './parts.ts';
import { oauthPaths } from './paths.ts';

/** OAuth 2.1 and OpenID Connect by a library that is certified for them, on accounts, keys and settings of the package. */
export async function openProvider(parts: OauthParts): Promise<Provider> {
  const { Provider: OidcProvider, errors, interactionPolicy } = await loadLibrary();
  const { base, grants } = parts;
  const provider = new OidcProvider(parts.issuer, {
    ...configurationOf(parts),
    adapter: oauthAdapter(base, {
      spent: () => new errors.InvalidGrant('used meanwhile'),
      ended: async (hash) => grants?.end(hash),
    }),
    features: featuresOf(parts, (resource) => new errors.InvalidTarget(`${resource} is not this API`)),
    interactions: {
      url: (_ctx, { uid }) => `${oauthPaths(base).interaction}/${uid}`,
      policy: policyOf(interactionPolicy, grants),
    },
  });
  provider.on('server_error', (_ctx, error) => {
    process.stderr.write(`${error.stack ?? error.message}\n`);
  });
  return provider;
}

/** The library warns of the Node it was not tested on; the line would stand among those of the preview. */
async function loadLibrary(): Promise<typeof import('oidc-provider')> {
  const { warn } = console;
  console.warn = (...words: unknown[]) => {
    if (!String(words[0]).includes('Unsupported runtime')) warn(...words);
  };
  try {
    return await import('oidc-provider');
  } finally {
    console.warn = warn;
  }
}

/** A person whose session ended proves anew who they are. */
function policyOf(
  { base, Check }: (typeof import('oidc-provider'))['interactionPolicy'],
  grants: Grants | undefined,
): ReturnType<typeof base> {
  const policy = base();
  policy.get('login')?.checks.add(
    new Check('session_over', 'the session is over', 'login_required', async ({ oidc }) => {
      if (oidc.result?.login !== undefined || oidc.session?.accountId === undefined)
        return Check.NO_NEED_TO_PROMPT;
      const grant = oidc.session.grantIdFor(oidc.client?.clientId ?? '');
      if (grant === undefined || grants === undefined) return Check.NO_NEED_TO_PROMPT;
      return (await grants.session(grant)) === undefined ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT;
    }),
  );
  return policy;
}
