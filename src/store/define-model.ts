import { Schema } from 'mongoose';
import type { IndexDefinition, IndexOptions, SchemaDefinition } from 'mongoose';
import type { ModelDefinition } from './database.js';

export interface NamedIndex {
  readonly name: string;
  readonly on: IndexDefinition;
  readonly options?: Omit<IndexOptions, 'name'>;
}

/** Describes one MongoDB collection: its fields (unknown ones are refused) and its named indexes. */
export function defineModel<Doc>(
  name: string,
  fields: SchemaDefinition,
  indexes: readonly NamedIndex[] = [],
): ModelDefinition<Doc> {
  // mongoose derives a type from the fields; ours is written down, with its documentation.
  const schema: Schema<Doc> = new Schema<Doc>(fields as never, {
    strict: 'throw',
    strictQuery: true,
    autoIndex: false,
    minimize: false,
    // Documents are read lean, so a field may be called `collection`.
    suppressReservedKeysWarning: true,
    versionKey: false,
  });
  for (const index of indexes) schema.index(index.on, { ...index.options, name: index.name });
  return { name, schema };
}
