export interface PanZoom {
  readonly zoom: (by: number) => void;
  /** The whole drawing in the width of the frame. */
  readonly fit: () => void;
  /** One user unit is one pixel. */
  readonly actual: () => void;
  readonly stop: () => void;
}

interface View {
  x: number;
  y: number;
  scale: number;
}

/**
 * Moves and scales a drawing inside its frame by a CSS transform. A wheel scales only together with Ctrl or Meta, so
 * that the page still scrolls; a finger moves the drawing only when it is enlarged.
 */
export function panZoom(frame: HTMLElement, svg: SVGSVGElement): PanZoom {
  const width = svg.viewBox.baseVal.width;
  const height = svg.viewBox.baseVal.height;
  const view: View = { x: 0, y: 0, scale: 1 };
  const most = (): number => Math.max(innerHeight * 0.75, 240);

  const draw = (): void => {
    svg.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.scale})`;
  };
  const fit = (): void => {
    const free = frame.clientWidth;
    view.scale = Math.min(1, free / width, Math.max(most() / height, 0.25));
    view.x = Math.max(0, (free - width * view.scale) / 2);
    view.y = 0;
    frame.style.height = `${Math.min(most(), height * view.scale)}px`;
    draw();
  };
  const about = (px: number, py: number, by: number): void => {
    const scale = Math.min(4, Math.max(0.1, view.scale * by));
    view.x = px - ((px - view.x) * scale) / view.scale;
    view.y = py - ((py - view.y) * scale) / view.scale;
    view.scale = scale;
    frame.style.height = `${Math.min(most(), Math.max(frame.clientHeight, height * scale))}px`;
    draw();
  };
  const zoom = (by: number): void => about(frame.clientWidth / 2, frame.clientHeight / 2, by);

  const listeners = new AbortController();
  const options = { signal: listeners.signal };
  frame.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const box = frame.getBoundingClientRect();
      about(event.clientX - box.left, event.clientY - box.top, event.deltaY < 0 ? 1.15 : 1 / 1.15);
    },
    { ...options, passive: false },
  );
  drag(frame, view, draw, options);
  let fitted = frame.clientWidth;
  // The height is ours: only a new width asks for a new fit.
  const watch = new ResizeObserver(() => {
    if (frame.clientWidth === fitted) return;
    fitted = frame.clientWidth;
    fit();
  });
  watch.observe(frame);
  fit();
  return {
    zoom,
    fit,
    actual: () => about(0, 0, 1 / view.scale),
    stop: () => {
      listeners.abort();
      watch.disconnect();
    },
  };
}

function drag(
  frame: HTMLElement,
  view: View,
  draw: () => void,
  options: { readonly signal: AbortSignal },
): void {
  let last: { readonly x: number; readonly y: number } | undefined;
  frame.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button === 0) last = { x: event.clientX, y: event.clientY };
    },
    options,
  );
  frame.addEventListener(
    'pointermove',
    (event) => {
      if (last === undefined) return;
      view.x += event.clientX - last.x;
      view.y += event.clientY - last.y;
      last = { x: event.clientX, y: event.clientY };
      draw();
    },
    options,
  );
  for (const name of ['pointerup', 'pointercancel', 'pointerleave'] as const)
    frame.addEventListener(
      name,
      () => {
        last = undefined;
      },
      options,
    );
}
