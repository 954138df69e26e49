/**
 * One style for all diagrams. Colours are variables with a fallback, so that a page may set its own theme and a
 * file opened alone follows the reader's system.
 */
export const diagramStyle: string = [
  '.dg{font:13px "Helvetica Neue",Arial,"Liberation Sans",Roboto,sans-serif;fill:var(--dg-ink,#1c2024)}',
  '.dg text{white-space:pre}',
  '.dg .c{fill:var(--dg-card,#fff);stroke:var(--dg-rim,#c3c9d2)}',
  '.dg .k{fill:var(--dg-kind,#64748b)}',
  '.dg .t{font-weight:600}',
  '.dg .s{font-size:11px;fill:var(--dg-soft,#566070)}',
  '.dg .w{font-size:9.5px;letter-spacing:.04em;fill:var(--dg-soft,#566070)}',
  '.dg .l{font-size:11px;fill:var(--dg-soft,#566070);stroke:var(--dg-back,#fff);stroke-width:4px;stroke-linejoin:round;paint-order:stroke}',
  '.dg .z{stroke:var(--dg-zone,#f6f7f9);stroke-width:4px;stroke-linejoin:round;paint-order:stroke}',
  '.dg .p{fill:none;stroke:var(--dg-line,#717b8a);stroke-width:1.2}',
  '.dg .a{fill:var(--dg-line,#717b8a);stroke:none}',
  '.dg .d{stroke-dasharray:5 4}',
  '.dg .b{fill:var(--dg-zone,#f6f7f9);stroke:var(--dg-rim,#c3c9d2)}',
  '.dg .u{stroke:var(--dg-trust,#b3404a);stroke-dasharray:7 4}',
  '.dg .ul{fill:var(--dg-trust,#b3404a)}',
  '.dg .h{fill:var(--dg-head,#eceff3)}',
  '.dg .g{stroke:var(--dg-grid,#e3e6ea);fill:none}',
  '.dg .m{font-family:ui-monospace,Menlo,Consolas,"Liberation Mono",monospace;font-size:11px}',
  '.dg .e{text-anchor:end}.dg .i{text-anchor:middle}',
  '.dg .q{fill:var(--dg-back,#fff);fill-opacity:.86}',
  '.dg .person{--dg-kind:var(--dg-c1,#7a5fa8)}.dg .external{--dg-kind:var(--dg-c6,#8a8f98)}',
  '.dg .container,.dg .system,.dg .component,.dg .process,.dg .state{--dg-kind:var(--dg-c2,#2f6fb0)}',
  '.dg .store{--dg-kind:var(--dg-c3,#2f8a6b)}.dg .queue{--dg-kind:var(--dg-c4,#b0762a)}',
  '.dg .y0,.dg .y1,.dg .y2,.dg .y3{fill:none;stroke-width:2}',
  '.dg .y0{stroke:var(--dg-c2,#2f6fb0)}.dg .y1{stroke:var(--dg-c4,#b0762a)}.dg .y2{stroke:var(--dg-c3,#2f8a6b)}.dg .y3{stroke:var(--dg-c1,#7a5fa8)}',
  '.dg .o{fill:var(--dg-back,#fff);stroke:var(--dg-c6,#8a8f98);stroke-width:1.5}',
  '.dg .of{fill:var(--dg-c2,#2f6fb0);stroke:var(--dg-back,#fff);stroke-width:1.5}',
  '.dg .oc{fill:var(--dg-c4,#b0762a);stroke:var(--dg-back,#fff);stroke-width:1.5}',
  '.dg .bl{fill:var(--dg-c3,#2f8a6b)}.dg .bh{fill:var(--dg-c4,#b0762a)}',
].join('');

/** For a file opened alone: the dark values. */
export const darkStyle =
  '@media(prefers-color-scheme:dark){.dg{--dg-ink:#e6e8eb;--dg-card:#1f242b;--dg-rim:#434b57;--dg-soft:#a3adba;--dg-back:#14171b;--dg-line:#8a95a5;--dg-zone:#191d22;--dg-trust:#e0838b;--dg-head:#2a313a;--dg-grid:#2c323a;--dg-c1:#b39ddb;--dg-c2:#6ea8dc;--dg-c3:#62b99a;--dg-c4:#d9a35b;--dg-c6:#9aa1ab;background:#14171b}}';
