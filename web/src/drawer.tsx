import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface Drawer {
  readonly title: string;
  readonly body: ComponentChildren;
}

/** What the side panel shows; one at a time. */
const drawer = signal<Drawer | undefined>(undefined);
let opener: Element | null = null;

export function openDrawer(title: string, body: ComponentChildren): void {
  opener = document.activeElement;
  drawer.value = { title, body };
}

export function closeDrawer(): void {
  if (drawer.value === undefined) return;
  drawer.value = undefined;
  if (opener instanceof HTMLElement) opener.focus();
}

export function SidePanel() {
  const shown = drawer.value;
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (shown !== undefined) button.current?.focus();
  }, [shown]);
  if (shown === undefined) return null;
  return (
    <aside class="drawer" aria-label={shown.title}>
      <header>
        <h2>{shown.title}</h2>
        <button ref={button} class="icon" aria-label="Close" onClick={closeDrawer}>
          ×
        </button>
      </header>
      <div class="drawer-body">{shown.body}</div>
    </aside>
  );
}
