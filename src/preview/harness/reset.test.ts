import { expect, test } from 'vitest';
import { clinicText } from '../../testing/briefs.ts';
import { packageFiles } from '../../testing/preview-package.ts';
import { packageOf } from '../package.ts';
import { startTestedPreview } from './start.ts';

test('rows of a design without schemas lie apart from those of the preview, and are there after a reset', async () => {
  const files = packageFiles(clinicText);
  const preview = await startTestedPreview(packageOf('clinic', (path) => files.get(path)));
  const control = async (name: string, input: object): Promise<unknown> => {
    const answer = await fetch(`${preview.url}/_preview/${name}`, {
      method: 'POST',
      headers: { 'x-preview-key': preview.key, 'content-type': 'application/json' },
      body: JSON.stringify(input),
    });
    return answer.json();
  };
  const object = () => control('object', { entity: 'Patient', role: 'doctor', owned: true });
  try {
    const before = await object();
    expect(before).toEqual(expect.any(String));
    await control('reset', {});
    expect(await object()).toBe(before);
  } finally {
    await preview.close();
  }
});
