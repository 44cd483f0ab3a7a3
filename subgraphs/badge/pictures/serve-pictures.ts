import type { Principal } from '../../../src/runtime/index.js';
import { bakeBadge } from './bake-badge.js';
import type { BadgeFile, BakeBadgeDeps } from './bake-badge.js';
import { bakeHosted } from './bake-hosted.js';
import type { BakedHosted, BakeHostedDeps } from './bake-hosted.js';
import type { Picture } from './picture.js';
import { showImage } from './show-image.js';

/** Pictures for whoever serves them over HTTP. */
export interface ServedPictures {
  image(id: string, sizeInPath: string): Promise<Picture | null>;
  baked(principal: Principal, badge: string): Promise<BadgeFile | null>;
  bakeHosted(url: string): Promise<BakedHosted>;
}

export function servePictures(deps: BakeBadgeDeps & BakeHostedDeps): ServedPictures {
  return {
    image: (id, sizeInPath) => showImage(id, sizeInPath, deps),
    baked: (principal, badge) => bakeBadge(principal, badge, deps),
    bakeHosted: (url) => bakeHosted(url, deps),
  };
}
