/** What the graph tells an earner about herself, as far as it names her. */
export interface Named {
  readonly id: string;
  readonly displayName: string | null;
  readonly emails: readonly { readonly address: string }[] | null;
}

/** How a page calls its reader. */
export const shownName = ({ id, displayName, emails }: Named): string =>
  displayName ?? emails?.[0]?.address ?? id;
