/** What an SVG may hold when it is shown: enough to draw, nothing that runs, loads or leads away. */

const names = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Elements of SVG's own namespace; every other one goes, with all it holds. */
export const DISPLAYABLE_ELEMENTS = names(`
  svg g defs symbol use switch title desc style
  path rect circle ellipse line polyline polygon image text tspan textPath
  linearGradient radialGradient stop pattern clipPath mask marker
  filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting
  feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR
  feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting
  feSpotLight feTile feTurbulence
  animate animateTransform animateMotion mpath set
`);

/** A link is drawn like a group and leads nowhere. */
export const LINK = 'a';

export const ANIMATIONS = names('animate animateTransform animateMotion set');

/** What they refer to moves, often the element they are in, and is not drawn once more. */
export const DRAWS_NOTHING: ReadonlySet<string> = new Set([...ANIMATIONS, 'mpath']);

/** Attributes without a namespace. Their values are looked at as well. */
export const DISPLAYABLE_ATTRIBUTES = names(`
  id class style lang role aria-hidden aria-label aria-labelledby aria-describedby
  x y x1 y1 x2 y2 dx dy cx cy r rx ry fx fy fr width height d points pathLength rotate
  transform viewBox preserveAspectRatio version baseProfile
  systemLanguage requiredExtensions requiredFeatures
  alignment-baseline baseline-shift clip clip-path clip-rule color color-interpolation
  color-interpolation-filters color-rendering direction display dominant-baseline
  enable-background fill fill-opacity fill-rule filter flood-color flood-opacity
  font font-family font-feature-settings font-kerning font-size font-size-adjust font-stretch
  font-style font-variant font-variation-settings font-weight glyph-orientation-horizontal
  glyph-orientation-vertical image-rendering isolation letter-spacing lighting-color line-height
  marker marker-end marker-mid marker-start mask mask-type mix-blend-mode opacity overflow
  paint-order pointer-events shape-rendering stop-color stop-opacity stroke stroke-dasharray
  stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width
  text-anchor text-decoration text-overflow text-rendering transform-box transform-origin
  unicode-bidi vector-effect visibility white-space word-spacing writing-mode
  gradientTransform gradientUnits spreadMethod offset
  patternContentUnits patternTransform patternUnits clipPathUnits maskContentUnits maskUnits
  markerHeight markerUnits markerWidth orient refX refY
  lengthAdjust method side spacing startOffset textLength
  filterUnits primitiveUnits in in2 result stdDeviation edgeMode mode type values tableValues
  slope intercept amplitude exponent k1 k2 k3 k4 operator order kernelMatrix divisor bias targetX
  targetY preserveAlpha surfaceScale diffuseConstant specularConstant specularExponent
  kernelUnitLength scale xChannelSelector yChannelSelector azimuth elevation pointsAtX pointsAtY
  pointsAtZ z limitingConeAngle radius baseFrequency numOctaves seed stitchTiles
  attributeName attributeType begin dur end min max restart repeatCount repeatDur by from to
  calcMode keyTimes keySplines keyPoints additive accumulate path
`);
