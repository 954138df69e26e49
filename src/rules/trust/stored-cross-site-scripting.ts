import type { Backend } from '../../model/backend.ts';
import type { Column } from '../../model/data.ts';
import type { Flow } from '../../model/flow.ts';
import type { Rule } from '../rule.ts';
import { flowFaults } from './flow-faults.ts';
import type { FlowWords } from './flow-faults.ts';
import { isAdministration } from './intent.ts';
import { byLanguage } from './language-words.ts';
import { isAuthorised, tableOf } from './owned-records.ts';

export const storedCrossSiteScripting: Rule = {
  id: 'stored-cross-site-scripting',
  summary: 'Something from outside is kept in a record and becomes part of a page as it is.',
  severity: 'blocker',
  standards: ['CWE-79', 'ASVS-5.0-1.2.1'],
  remedy: {
    title: 'Escape what a record holds where it becomes part of a page',
    impact: 5,
    effort: { low: 0.1, high: 0.5 },
    risk: 'low',
    rollback: 'take the change back',
  },
  harm: {
    confidentiality: 'none',
    integrity: 'none',
    availability: 'none',
    beyond: { confidentiality: 'low', integrity: 'low', availability: 'none' },
    user: 'passive',
  },
  check: (backend) => {
    const { trust } = backend;
    const flows = trust.flows.filter((flow) => flow.kind === words.kind && isTold(flow, backend));
    const sure = new Set(flows.filter((flow) => isSure(flow, backend)).map(endOf));
    const [surely, other] = [true, false].map((is) =>
      flowFaults({ ...trust, flows: flows.filter((flow) => sure.has(endOf(flow)) === is) }, words),
    );
    return [
      ...(surely ?? []),
      ...(other ?? []).map((fault) => ({ ...fault, severity: fault.severity ?? 'warning' })),
    ];
  },
};

const words: FlowWords = {
  kind: 'stored-cross-site-scripting',
  effect: (flow) => `by way of ${columnText(flow)}, and becomes part of the page as it is`,
  partly: 'by way of a record, and becomes part of a page that only its own writer is known to see',
  why: 'Whoever writes the record runs their script in the page of everybody who opens it, with their session and without a link to follow.',
  next: byLanguage({
    other:
      'Let a template that escapes build the page, or escape the value where it is put out (escape-html, he.encode); clean what must stay HTML with DOMPurify or sanitize-html before it is kept.',
    php: 'Escape it where it is put out: htmlspecialchars, {{ }} instead of {!! !!} in Blade; clean what must stay HTML with HTML Purifier before it is kept.',
    template:
      'Put it out escaped (<%= %>, {{ }} without safe or raw, = and #{} in Pug); clean what must stay HTML with DOMPurify or sanitize-html before it is kept.',
  }),
};

const columnText = ({ access }: Flow): string =>
  access === undefined ? 'a record' : `${access.key} of ${access.entity}`;

const endOf = ({ sink }: Flow): string => JSON.stringify([sink.origin, sink.what]);

const texts = /char|text|string|clob|json|unknown|object|mixed/i;

/** A column that holds no text runs nothing, and what administrators write as HTML is meant to be a page. */
function isTold(flow: Flow, backend: Backend): boolean {
  const column = columnOf(flow, backend);
  if (column !== undefined && !texts.test(column.type)) return false;
  // A whole body writes what the table is known to have.
  if (flow.access?.fields !== undefined && column === undefined) return false;
  const writers = backend.api.endpoints.filter(({ id }) => flow.endpoints.includes(id));
  return !(
    writers.length > 0 &&
    writers.every(
      (endpoint) => isAdministration(endpoint.path) || isAuthorised(endpoint, backend.trust.callerChecks),
    )
  );
}

/** The column is known to hold texts, and is named where it is written. */
const isSure = (flow: Flow, backend: Backend): boolean =>
  flow.doubt === undefined && flow.access?.fields === undefined && columnOf(flow, backend) !== undefined;

function columnOf({ access }: Flow, { data }: Backend): Column | undefined {
  const table = access === undefined ? undefined : tableOf(data, access.entity);
  const plain = (name: string): string => name.replaceAll('_', '').toLowerCase();
  return table?.columns.find(({ name }) => plain(name) === plain(access?.key ?? ''));
}
