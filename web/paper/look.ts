import { useSyncExternalStore } from 'react';
import { FLOW, LOOKS, type Shade, TOKENS } from './tokens.ts';

/** Light or dark: as the system has it, until the reader chooses for this browser. Paper is always light. */

export const CHOICES = ['system', ...LOOKS] as const;
export type Choice = (typeof CHOICES)[number];

const KEPT = 'nuanzhang.look';
const systemIsDark = matchMedia('(prefers-color-scheme: dark)');
const isPrinted = matchMedia('print');
const told = new Set<() => void>();

let choice: Choice = kept();

function kept(): Choice {
  const said = localStorage.getItem(KEPT);
  return CHOICES.find((one) => one === said) ?? 'system';
}

function shade(): Shade {
  if (isPrinted.matches) return 'light';
  if (choice !== 'system') return choice;
  return systemIsDark.matches ? 'dark' : 'light';
}

function tell(): void {
  document.documentElement.dataset.look = shade();
  for (const each of told) each();
}

/** Gives the document its colours. Once, before anything is shown. */
export function putOnColours(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`${looked('light')} ${looked('dark')}`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  for (const media of [systemIsDark, isPrinted]) media.addEventListener('change', tell);
  tell();
}

function looked(of: Shade): string {
  const colours = [
    ...Object.entries(TOKENS[of]),
    ...Object.entries(FLOW).map(([name, colour]) => [`flow-${name}`, colour]),
  ];
  const set = colours.map(([name, colour]) => `--${name}: ${colour};`).join(' ');
  return `:root[data-look='${of}'] { color-scheme: ${of}; ${set} }`;
}

export function chooseLook(chosen: Choice): void {
  choice = chosen;
  localStorage.setItem(KEPT, chosen);
  tell();
}

function follow(each: () => void): () => void {
  told.add(each);
  return () => told.delete(each);
}

/** What the reader chose. */
export function useChoice(): Choice {
  return useSyncExternalStore(follow, () => choice);
}

/** What is shown. */
export function useShade(): Shade {
  return useSyncExternalStore(follow, shade);
}
