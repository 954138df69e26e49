import { expect, test } from 'vitest';
import type { Backend } from '../../../model/backend.ts';
import { readRepository } from '../repository.ts';
import { memorySource } from '../source.ts';

const read = async (files: Readonly<Record<string, string>>): Promise<Backend> =>
  readRepository(memorySource(new Map(Object.entries(files))), undefined, { flows: true });

const models = `from flask_sqlalchemy import SQLAlchemy
db = SQLAlchemy()
class Note(db.Model):
    __tablename__ = "notes"
    id = db.Column(db.Integer, primary_key=True)
    user_id = db.Column(db.Integer)
`;

const head = `from flask import Flask, request
from models import Note, db
app = Flask(__name__)
`;

const found = ({ trust }: Backend): readonly string[] => trust.flows.map(({ kind }) => kind);

test('calls within calls that all ask for the caller are looked at once each', async () => {
  const deep = `${'get_user('.repeat(60)}request${')'.repeat(60)}`;
  const backend = await read({
    'models.py': models,
    'app.py': `${head}
@app.get("/notes/<int:note_id>")
def note(note_id):
    who = ${deep}
    return Note.query.filter_by(id=note_id).first().text
`,
  });
  expect(found(backend)).toContain('object-reference');
});

test('functions that call each other with more and more end', async () => {
  const backend = await read({
    'models.py': models,
    'app.py': `${head}
def one(a, b):
    return two(b, [a, b])

def two(a, b):
    return one([a, b], a) or Note.query.filter_by(id=a).first()

@app.get("/notes/<int:note_id>")
def note(note_id):
    return one(note_id, request.args)
`,
  });
  expect(found(backend)).toContain('object-reference');
});

test('a name that thousands of branches give a value is still read', async () => {
  const branches = Array.from({ length: 3000 }, (_, at) => `    if a == ${at}:\n        b = note_id`).join(
    '\n',
  );
  const backend = await read({
    'models.py': models,
    'app.py': `${head}
@app.get("/notes/<int:note_id>")
def note(note_id):
    a = 1
${branches}
    return Note.query.filter_by(id=b).first()
`,
  });
  expect(found(backend)).toContain('object-reference');
}, 30_000);
