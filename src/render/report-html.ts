import type { ReportData } from './report-data.ts';
import { pack } from './packed.ts';
import { encodeReport } from './report-json.ts';
import { escapeXml } from './visible.ts';

/** What `web/report.html` has where data belongs. */
export const templateMarks = {
  title: '%PLUMBLINE_TITLE%',
  hash: '%PLUMBLINE_SHA256%',
  data: '%PLUMBLINE_DATA%',
} as const;

/**
 * The report as one HTML file: the built page with the data inside. The hash is the sha256 of the data, so that
 * two reports can be compared at a glance. Same data and template, same bytes.
 */
export async function reportHtml(data: ReportData, template: string): Promise<string> {
  const json = encodeReport(data);
  const title = escapeXml(`${data.system.name}: ${data.tool.name} report`);
  const filled = fill(fill(template, templateMarks.title, title), templateMarks.hash, await sha256(json));
  return fill(filled, templateMarks.data, pack(json));
}

/** Exactly one mark is replaced; the data come last, because they may hold anything. */
function fill(template: string, mark: string, value: string): string {
  const at = template.indexOf(mark);
  if (at === -1) throw new Error(`the report template has no ${mark}: build it again with npm run build`);
  return template.slice(0, at) + value + template.slice(at + mark.length);
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
