import { styleText } from 'node:util';
import type { Terminal } from './command.js';

type Format = Parameters<typeof styleText>[0];

/** What a report is written on: a screen with colours, or plain lines for files and programs. */
export interface Paper {
  paint(format: Format, text: string): string;
  /** Lines of text behind an indent, none wider than the screen where that can be helped. */
  wrap(text: string, indent: number): readonly string[];
}

const NARROWEST = 20;

/** Colours only where somebody looks who has not said no to them (no-color.org). */
export function paperFor({ screen, env }: Pick<Terminal, 'screen' | 'env'>): Paper {
  const coloured = screen !== undefined && (env['NO_COLOR'] ?? '') === '';
  return {
    paint: (format, text) =>
      coloured && text !== '' ? styleText(format, text, { validateStream: false }) : text,
    wrap: (text, indent) =>
      screen === undefined ? [text] : wrapped(text, Math.max(NARROWEST, screen.columns - indent)),
  };
}

function wrapped(text: string, width: number): readonly string[] {
  const [first = '', ...words] = text.split(' ');
  const lines = [first];
  for (const word of words) {
    const line = lines.at(-1) ?? '';
    if (line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines;
}
