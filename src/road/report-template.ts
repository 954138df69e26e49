import { existsSync, readFileSync } from 'node:fs';

/** The built page: beside the compiled code, or in `dist/` when the sources are run. */
const places = [
  new URL('../report.html', import.meta.url),
  new URL('../../dist/report.html', import.meta.url),
];

/** The report app as one HTML text without data. @throws when the product was not built. */
export function reportTemplate(): string {
  const place = places.find((url) => existsSync(url));
  if (place === undefined) throw new Error('the report page is not built: npm run build makes it');
  return readFileSync(place, 'utf8');
}
