import { render } from 'preact';
import { diagramStyle } from '../../src/render/svg/style.ts';
import { unpack } from '../../src/render/packed.ts';
import { decodeReport } from '../../src/render/report-json.ts';
import { App } from './app.tsx';
import './style.css';

const root = document.getElementById('app');
const text = document.getElementById('data')?.textContent ?? '';

const style = document.createElement('style');
style.textContent = diagramStyle;
document.head.append(style);

if (root !== null) {
  root.textContent = '';
  render(<App data={decodeReport(unpack(text))} />, root);
}
