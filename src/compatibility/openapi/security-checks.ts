import { breaking, dangerous, harmless } from '../check.ts';
import type { CheckTable } from '../check.ts';

const oauth = 'RFC 6749';

export const securityChecks = {
  securityAdded: breaking('security-added', {
    meaning: 'Credentials are needed where none were.',
    who: 'A client that sends none gets 401.',
    instead: 'Accept calls without credentials for a while, and tell who still makes them.',
    standard: 'RFC 9110',
  }),
  securitySchemeAdded: breaking('security-requirement-added', {
    meaning: 'Further credentials are needed beside those that were enough.',
    who: 'A client that sends only the old credentials gets 401.',
    instead: 'Accept the old credentials alone for a while.',
    standard: 'RFC 9110',
  }),
  securityAlternativeRemoved: breaking('security-alternative-removed', {
    meaning: 'Credentials that were enough no longer are.',
    who: 'A client that has only those gets 401.',
    instead: 'Keep accepting them, marked deprecated, until no client uses them.',
    standard: 'RFC 9110',
  }),
  securityAlternativeAdded: harmless(
    'security-alternative-added',
    'Other credentials are accepted as well.',
    'RFC 9110',
  ),
  securityRemoved: dangerous('security-removed', {
    meaning: 'No credentials are needed where some were.',
    who: 'No client; but everybody can call it now, which may not be meant (API2:2023).',
    instead: 'Read again whether it may be open; write `security: []` only where it is meant.',
    standard: 'API2:2023',
  }),
  scopeAdded: breaking('scope-added', {
    meaning: 'A further OAuth scope is needed.',
    who: 'A client whose token was granted without it gets 403, and its user has to consent again.',
    instead: 'Accept tokens with the old scopes, and ask for the new scope only for what is new.',
    standard: oauth,
  }),
  scopeRemoved: harmless('scope-removed', 'An OAuth scope is no longer needed.', oauth),
  schemeChanged: breaking('security-scheme-changed', {
    meaning: 'The same name of a security scheme means other credentials (type, place, name, scheme).',
    who: 'A client that sends the old credentials gets 401.',
    instead: 'Add a scheme beside the old one and accept both.',
    standard: 'RFC 9110',
  }),
  schemeRemoved: dangerous('security-scheme-removed', {
    meaning: 'A security scheme is no longer defined.',
    who: 'Code of a generated client that names the scheme.',
    instead: 'Keep the definition while an operation accepts it.',
    standard: 'RFC 9110',
  }),
  schemeAdded: harmless('security-scheme-added', 'A security scheme is new.', 'RFC 9110'),
  flowRemoved: breaking('oauth-flow-removed', {
    meaning: 'A grant of OAuth is no longer offered.',
    who: 'A client that gets its tokens by it gets none.',
    instead: 'Keep the grant until every client has moved.',
    standard: oauth,
  }),
  flowAdded: harmless('oauth-flow-added', 'A further grant of OAuth is offered.', oauth),
  oauthUrlChanged: dangerous('oauth-url-changed', {
    meaning: 'An address of OAuth or OpenID Connect is another one.',
    who: 'A client that has the address in its configuration gets no token.',
    instead: 'Serve the old address as well.',
    standard: oauth,
  }),
  flowScopeRemoved: breaking('oauth-scope-removed', {
    meaning: 'A scope can no longer be asked for.',
    who: 'A client that asks for it gets invalid_scope.',
    instead: 'Keep granting it, with whatever it still means.',
    standard: oauth,
  }),
  flowScopeAdded: harmless('oauth-scope-added', 'A scope can be asked for.', oauth),
} as const satisfies CheckTable;
