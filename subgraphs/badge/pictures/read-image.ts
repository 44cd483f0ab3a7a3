import type { Database } from '../../../src/store/index.js';
import { imageModel } from './image.model.js';
import type { ImageDoc } from './image.model.js';

type Field = keyof ImageDoc | 'renditions.SMALL' | 'renditions.MEDIUM' | 'renditions.LARGE';

/** Some fields of a stored picture, its bytes as buffers; null when there is none by this id. */
export function readImage(
  id: string,
  fields: readonly Field[],
  { database }: { readonly database: Database },
): Promise<ImageDoc | null> {
  const projection = Object.fromEntries(fields.map((field) => [field, 1]));
  return database
    .model(imageModel)
    .collection.findOne<ImageDoc>({ _id: id as never }, { projection, promoteBuffers: true });
}
