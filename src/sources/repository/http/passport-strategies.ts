import type { Codebase } from '../javascript/codebase.ts';
import { textOf } from '../javascript/value.ts';
import type { Value } from '../javascript/value.ts';

/**
 * Packages whose strategy is a way to sign in: it takes a password, or sends to another party and takes what that says
 * of who comes back. Nobody has to be known before, so a route behind one is open to anybody. Strategies that read a
 * token, a header or a cookie are checks.
 */
const signingIn =
  /^(passport-(local|google-oauth|google-oauth2|google-oauth20|github2?|gitlab2?|bitbucket-oauth2|facebook|twitter|twitter-oauth2|discord|discord-auth|linkedin-oauth2|apple|microsoft|azure-ad-oauth2|slack|slack-oauth2|spotify|twitch|twitch-new|twitch-strategy|steam|instagram|kakao|naver|naver-v2|line-auth|42|auth0|oauth|oauth1|oauth2|openidconnect|openid|saml|ldapauth|activedirectory|cas|magic-login|magic-link|wechat|yandex|vkontakte|reddit|dropbox-oauth2|amazon|strava-oauth2|keycloak-oauth2-oidc|okta-oauth20)|@node-saml\/passport-saml|@techpass\/passport-openidconnect|@superfaceai\/passport-twitter-oauth2|@nicokaiser\/passport-apple|openid-client(\/passport)?)$/;

/** Names that strategies have where none is given, other than the end of their package's name. */
const ownNames: Readonly<Record<string, string>> = {
  'passport-github2': 'github',
  'passport-gitlab2': 'gitlab',
  'passport-google-oauth': 'google',
  'passport-google-oauth2': 'google',
  'passport-google-oauth20': 'google',
  'passport-linkedin-oauth2': 'linkedin',
  '@node-saml/passport-saml': 'saml',
  '@techpass/passport-openidconnect': 'openidconnect',
};

const defaultName = (from: string): string => ownNames[from] ?? from.replace(/^passport-/, '');

/** Whether every strategy that is named signs somebody in, as the strategies of the target with these names say. */
export function areSignIns(codebase: Codebase, strategies: readonly Value[]): boolean {
  const named = strategies.flatMap((each) => (each.kind === 'array' ? each.items : [each]));
  const known = strategiesOf(codebase);
  return (
    named.length > 0 &&
    named.every((each) => {
      const from = known.get(textOf(each) ?? '');
      return from !== undefined && [...from].every((name) => signingIn.test(name));
    })
  );
}

/** `passport.authenticate('google')`, of a package that is not followed. */
export function isSignInMiddleware(codebase: Codebase, value: Value): boolean {
  if (value.kind !== 'result' || value.callee.package !== 'passport') return false;
  const [strategies] = value.args;
  return (
    strategies !== undefined &&
    value.callee.path.endsWith('authenticate') &&
    areSignIns(codebase, [strategies])
  );
}

const found = new WeakMap<Codebase, ReadonlyMap<string, ReadonlySet<string>>>();

/** The packages that the strategies of each name come from. */
function strategiesOf(codebase: Codebase): ReadonlyMap<string, ReadonlySet<string>> {
  const known = found.get(codebase) ?? readStrategies(codebase);
  found.set(codebase, known);
  return known;
}

/** `PassportStrategy(Strategy, 'github')`, `passport.use('staff', new LocalStrategy(`, `passport.use(new Strategy(`. */
const made =
  /\bPassportStrategy\(\s*([\w$]+)(?:\.\w+)?\s*(?:,\s*(['"`])([^'"`]+)\2\s*)?[,)]|\.use\(\s*(?:(['"`])([^'"`]+)\4\s*,\s*)?new\s+([\w$]+)(?:\.\w+)?\s*\(/g;

function readStrategies({ repository, files }: Codebase): ReadonlyMap<string, ReadonlySet<string>> {
  const known = new Map<string, Set<string>>();
  for (const [path, { test }] of files) {
    const text = repository.files.get(path)?.text ?? '';
    if (test || !/passport/i.test(text)) continue;
    for (const match of text.matchAll(made)) {
      const from = importedFrom(text, match[1] ?? match[6] ?? '');
      const name = match[3] ?? match[5] ?? (from === undefined ? undefined : defaultName(from));
      if (name === undefined) continue;
      const all = known.get(name) ?? new Set<string>();
      known.set(name, all.add(from ?? ''));
    }
  }
  return known;
}

/** The package that a name is imported or required from. */
function importedFrom(text: string, name: string): string | undefined {
  if (!/^\w+$/.test(name)) return undefined;
  const bound = new RegExp(
    `\\b(?:import|const|let|var)\\b[^;'"]*\\b${name}\\b[^;'"]*(?:\\bfrom\\s*|=\\s*require\\(\\s*)['"]([^'"]+)['"]`,
  );
  return bound.exec(text)?.[1];
}
