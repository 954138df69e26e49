import { expect, test } from 'vitest';
import { readRepository } from '../repository.ts';
import { memorySource } from '../source.ts';

const read = async (code: string): Promise<readonly string[]> => {
  const files = new Map([
    ['app.py', `import os\nfrom flask import Flask, request\napp = Flask(__name__)\n${code}`],
  ]);
  const { trust } = await readRepository(memorySource(files), undefined, { flows: true });
  return trust.flows.map(({ kind }) => kind);
};

test('a text that is built up in thousands of steps is followed', async () => {
  const steps = Array.from({ length: 5000 }, (_, at) => `    text = text + "${at}"`).join('\n');
  const found = await read(`
@app.get("/run")
def run():
    text = request.args["text"]
${steps}
    os.system(text)
    return ""
`);
  expect(found).toContain('command-injection');
}, 60_000);

test('functions that call each other with longer and longer texts end', async () => {
  const found = await read(`
def one(text):
    two(text + "a")
    two("b" + text)

def two(text):
    one(text + "c")
    one("d" + text)
    os.system(text)

@app.get("/run")
def run():
    one(request.args["text"])
    return ""
`);
  expect(found).toContain('command-injection');
}, 60_000);

test('calls within calls and texts within texts are looked at once each', async () => {
  const calls = `${'str('.repeat(60)}request.args["text"]${')'.repeat(60)}`;
  const texts = Array.from({ length: 150 }, (_, at) => `"${at}"`).join(' + ');
  const found = await read(`
@app.get("/run")
def run():
    os.system(${calls} + ${texts})
    return ""
`);
  expect(found).toContain('command-injection');
}, 60_000);

test('a loop that hands a name on to itself ends', async () => {
  const found = await read(`
@app.get("/run")
def run():
    a = b = request.args["text"]
    while a:
        a = b + a
        b = a + b
    os.system(b)
    return ""
`);
  expect(found).toContain('command-injection');
}, 60_000);
