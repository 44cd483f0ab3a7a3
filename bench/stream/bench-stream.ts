export const benchStream = (_say: (line: string) => void): Promise<unknown> => Promise.resolve({});
