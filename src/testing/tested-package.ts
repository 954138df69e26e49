import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { arazzoDocument } from '../artifacts/arazzo.ts';
import { sampleFile } from '../artifacts/samples.ts';
import { authorisationData } from '../artifacts/tests/authorisation-matrix.ts';
import { suiteData } from '../artifacts/tests/suite-data.ts';
import { suiteTexts } from '../artifacts/tests/texts.ts';
import { packageFiles } from './preview-package.ts';

export interface TestedPackage {
  readonly directory: string;
  /** A file of it as it is delivered. */
  readonly file: (path: string) => string;
  readonly close: () => void;
}

/** A package designed from a brief in a folder, with the tests that are delivered with it; `edit` changes one of its files. */
export function testedPackage(
  brief: string,
  edit: (path: string, text: string) => string = (_path, text) => text,
): TestedPackage {
  const directory = mkdtempSync(join(tmpdir(), 'plumbline-tested-'));
  const files = new Map(packageFiles(brief));
  const backend = JSON.parse(files.get('model.json') ?? '');
  files.set('4-api/arazzo.json', arazzoDocument(backend).text);
  files.set('4-api/samples.json', sampleFile(backend).text);
  for (const [name, text] of Object.entries(suiteTexts)) files.set(`7-testing/${name}`, text);
  files.set('7-testing/suite.json', suiteData(backend).text);
  files.set('7-testing/authorisation.json', authorisationData(backend).text);
  for (const [path, text] of files) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), edit(path, text));
  }
  return {
    directory,
    file: (path) => files.get(path) ?? '',
    close: () => rmSync(directory, { recursive: true, force: true }),
  };
}
