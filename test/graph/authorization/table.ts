import { COLUMNS } from './principals.js';
import type { Column } from './principals.js';

/** One line of the table: a field, in one case of it, and what each kind of principal gets. */
export interface Row {
  /** As in `Query.badge`. */
  readonly field: string;
  /** Which of several cases, as in `private`; empty when there is one. */
  readonly of: string;
  /** Each of these scopes lets an app do it; none does when empty. */
  readonly scopes: readonly string[];
  readonly expected: Readonly<Record<Column, string>>;
}

const HEAD = ['field', 'scopes', ...COLUMNS];

/**
 * Reads a table that is written as text. A cell says what the answer is: `data`, `null`, `empty`, the
 * names of what is listed, or the code of a refusal.
 * @throws Error for a table whose head or whose rows are not of this shape
 */
export function readTable(text: string): readonly Row[] {
  const lines = text.split('\n').filter((line) => line.includes('|'));
  const [head = [], ...rows] = lines.map((line) => line.split('|').map((cell) => cell.trim()));
  if (head.join() !== HEAD.join()) throw new Error(`the head of a table is ${HEAD.join(' | ')}`);
  return rows.map(([what = '', scopes = '', ...cells]) => {
    if (cells.length !== COLUMNS.length || cells.includes('')) {
      throw new Error(`${what} has no word for each kind of principal`);
    }
    const [field = '', ...of] = what.split(' ');
    const expected = Object.fromEntries(COLUMNS.map((column, index) => [column, cells[index]]));
    return {
      field,
      of: of.join(' '),
      scopes: scopes === '' ? [] : scopes.split(' '),
      expected: expected as Record<Column, string>,
    };
  });
}

export const titleOf = ({ field, of }: Row): string => (of === '' ? field : `${field} ${of}`);
