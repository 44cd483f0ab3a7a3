/** What the bench uses of packages that bring no types. */

declare module 'openbadges-bakery' {
  const bakery: {
    extract(image: Buffer, callback: (error: Error | null, text?: string) => void): void;
  };
  export default bakery;
}

declare module 'openbadges-validator' {
  type Callback = (error: Error | null, found?: { readonly assertion: object }) => void;
  const validate: (signature: string, callback: Callback) => void;
  export default validate;
}

declare module 'png-chunks-extract' {
  const extract: (png: Uint8Array) => { name: string; data: Uint8Array }[];
  export default extract;
}

declare module 'png-chunks-encode' {
  const encode: (chunks: readonly { name: string; data: Uint8Array }[]) => Uint8Array;
  export default encode;
}
