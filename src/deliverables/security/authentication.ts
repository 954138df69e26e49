import { codeCell, figure, judgement, list, names, section, source, table } from '../blocks.ts';
import type { Basis, Section } from '../deliverable.ts';
import { requirementsAbout } from '../requirements.ts';
import { flowDiagrams } from './authentication-flows.ts';
import type { Backend } from '../../model/backend.ts';

/** How callers prove who they are, how long that holds, and each flow as a sequence. Only what the model says. */
export function authentication(basis: Basis): readonly (Section | undefined)[] {
  const { backend } = basis;
  const { authentication: methods } = backend.trust;
  const flows = flowDiagrams(backend);
  return [
    section(
      {
        id: 'methods',
        title: 'Methods',
        items: methods.length > 0 && flows.length > 0 ? ['3.2'] : [],
        answers: requirementsAbout(backend, 'capability', ['auth']),
      },
      table(
        ['method', 'for', 'settings', 'standards', 'known from'],
        methods.map(({ method, purpose, settings, standards, origin }) => [
          method,
          purpose,
          names(Object.entries(settings).map(([key, value]) => `${key} ${value}`)),
          names(standards),
          source(origin),
        ]),
      ),
    ),
    section(
      { id: 'sequences', title: 'Flows' },
      ...flows.map(figure),
      flows.length === 0
        ? undefined
        : judgement(
            'The flows follow OAuth 2.1, OpenID Connect Core and RFC 9700. They are drawn, not executed; the tests of the testing framework have to show them.',
          ),
    ),
    tokens(backend),
    controls(backend),
  ];
}

/** Rules on tokens that hold whichever method was used. */
function tokens({ trust, source: kind }: Backend): Section | undefined {
  if (trust.authentication.length === 0 || kind === 'recovered') return undefined;
  return section(
    { id: 'tokens', title: 'Tokens and sessions' },
    list([
      'Access token: JWT (RFC 9068), one signing algorithm, `iss`, `aud`, `exp`, `typ` and `kid` checked before any claim is used; keys come from the own key set only.',
      'Refresh token: opaque, random, stored as a hash, exchanged once. A second use ends every session of its family.',
      'Revocation: a refresh token at once; an access token lives on until it expires, which is why it is short. Roles are read again at each refresh.',
      'For browsers the gateway moves the refresh token from the answer into a `Secure`, `HttpOnly`, `SameSite=Strict` cookie with the `__Host-` prefix and back into the body of a refresh; it never lies in script-readable storage.',
      'The cookie is read for a refresh only, and refused when `Origin` is not on the list; every other call carries the access token in a header, which no foreign page can set (ASVS 3.3.1 to 3.3.4, 3.5.1).',
    ]),
    judgement(
      'These rules are a choice after RFC 9700; where a setting above says otherwise, the setting holds.',
    ),
  );
}

function controls({ trust }: Backend): Section | undefined {
  const relevant = trust.controls.filter(({ standards }) =>
    standards.some((standard) => /^ASVS-5\.0-(6|7|9|10)\.|^API2:/.test(standard)),
  );
  return section(
    { id: 'authentication-controls', title: 'Controls' },
    table(
      ['control', 'how', 'standards'],
      relevant.map(({ title, how, standards }) => [title, how, codeCell(names(standards))]),
    ),
  );
}
