import { code, judgement, names, section, table } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import { findingName } from '../../findings/finding.ts';
import { requirementsAbout } from '../requirements.ts';
import type { Threat } from '../../model/domain.ts';

/** Tests of what an attacker would try, each from a threat, a finding or a standard. */
export function securityTests({ backend, findings }: Basis): Section | undefined {
  const { threats, controls } = backend.trust;
  const http = backend.api.endpoints.filter(({ protocol }) => protocol === 'http').length;
  if (http === 0 && threats.length === 0) return undefined;
  const standards = (ids: readonly string[]): string =>
    names(
      [
        ...new Set(controls.filter(({ id }) => ids.includes(id)).flatMap((control) => control.standards)),
      ].slice(0, 4),
    );
  const found = findings.filter((finding) => finding.standards.some((id) => /^(CWE|API|ASVS)/.test(id)));
  return section(
    {
      id: 'security',
      title: 'Security tests',
      items: ['7.9'],
      answers: requirementsAbout(backend, 'compliance'),
    },
    http === 0
      ? undefined
      : code(
          'sh',
          [
            '# fuzz from the document: no 5xx, no answer outside the document',
            'schemathesis run 4-api/openapi.json --url "$BASE_URL" --checks all --max-examples 200 --seed 1',
            '# secrets in the history',
            'gitleaks git --redact',
            '# known faults of dependencies',
            'osv-scanner scan source --recursive .',
          ].join('\n'),
        ),
    table(
      ['threat', 'test', 'passes when', 'standards'],
      threats.map((threat): readonly Cell[] => [
        `${threat.title} (${threat.id})`,
        tried(threat),
        'refused, nothing changed, and the attempt is in the audit trail',
        standards(threat.controls),
      ]),
    ),
    table(
      ['from the model', 'statement'],
      backend.tests.filter(({ kind }) => kind === 'security').map(({ id, statement }) => [id, statement]),
    ),
    table(
      ['finding', 'regression test'],
      found.slice(0, 30).map((finding) => [findingName(finding), `fails on this state: ${finding.what}`]),
    ),
    judgement(
      'Nothing was attacked here; the tests say what to try. A penetration test finds what no list names.',
    ),
  );
}

/** By STRIDE category. */
function tried({ stride, target }: Threat): string {
  switch (stride) {
    case 'S':
      return `call ${target} with no, an expired, a foreign and a forged credential`;
    case 'T':
      return `send ${target} with changed amounts, ids and unknown fields; repeat it`;
    case 'R':
      return `do ${target} and look for who, what, when in the audit trail; try to change the entry`;
    case 'I':
      return `read ${target} of another owner by id, list, search and export; look into logs and errors`;
    case 'D':
      return `send ${target} at ten times its limit, with the largest body and the deepest nesting`;
    case 'E':
      return `call ${target} as every role that may not, and change the role on the way`;
  }
}
