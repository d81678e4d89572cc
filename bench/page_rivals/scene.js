// scene.js — what everybody draws: points or lines in a box of cortex, and a camera on its way
// around it. The same numbers at each call, whoever asks.

export const kWidth = 1280, kHeight = 720;
export const kFovDeg = 50, kDistanceUm = 1500, kHeightUm = 400, kCenter = [650, 450, 425];
export const kBox = [1300, 900, 850];  // micrometres
export const kDiameterUm = 12;         // of a point, as src/render/soma_pass.h has it
export const kNear = 1, kFar = 10000;
export const kLineColor = [80, 160, 255, 40];
export const kLinePoints = 65536;      // between which lines are drawn

function randomBits(seed) {
  let s = seed;
  return () => {
    s ^= s << 13;
    s ^= s >>> 17;
    s ^= s << 5;
    return s >>> 0;
  };
}

const palette = Array.from({ length: 11 }, (_, k) => [80 + k * 15, 255 - k * 20, 120]);

/** kind: 'points' or 'lines'. Points have a position and one of 11 colors; lines two ends. */
export function makeScene(kind, count) {
  const points = kind === 'lines' ? kLinePoints : count;
  const bits = randomBits(12345), random = () => bits() / 4294967296;
  const positions = new Float32Array(3 * points), codes = new Uint8Array(points);
  const colors = new Uint8Array(4 * points);
  for (let i = 0; i < points; i++) {
    for (let axis = 0; axis < 3; axis++) positions[3 * i + axis] = random() * kBox[axis];
    codes[i] = Math.floor(random() * palette.length);
    colors.set([...palette[codes[i]], 255], 4 * i);
  }
  if (kind !== 'lines') return { kind, count, positions, codes, colors, palette };
  const pick = randomBits(777), ends = new Float32Array(6 * count);
  for (let end = 0; end < 2 * count; end++) {
    const at = 3 * (pick() % points);
    ends.set(positions.subarray(at, at + 3), 3 * end);
  }
  return { kind, count, ends };
}

export function eyeAt(degrees) {
  const angle = degrees * Math.PI / 180;
  return [kCenter[0] + kDistanceUm * Math.sin(angle), kCenter[1] + kHeightUm,
    kCenter[2] + kDistanceUm * Math.cos(angle)];
}

const focal = 1 / Math.tan(kFovDeg * Math.PI / 360);
/** Pixels that one micrometre covers where clip w is 1. */
export const kPixelsAtW1 = focal * kHeight / 2;

/** Clip space from micrometres, y up; 16 numbers, column by column. */
export function clipFromUm(degrees) {
  const eye = eyeAt(degrees);
  const unit = (v) => v.map((x) => x / Math.hypot(...v));
  const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  const z = unit(eye.map((x, i) => x - kCenter[i]));
  const x = unit([z[2], 0, -z[0]]);
  const y = [z[1] * x[2] - z[2] * x[1], z[2] * x[0] - z[0] * x[2], z[0] * x[1] - z[1] * x[0]];
  const view = [x[0], y[0], z[0], 0, x[1], y[1], z[1], 0, x[2], y[2], z[2], 0,
    -dot(x, eye), -dot(y, eye), -dot(z, eye), 1];
  const projection = [focal * kHeight / kWidth, 0, 0, 0, 0, focal, 0, 0,
    0, 0, (kFar + kNear) / (kNear - kFar), -1, 0, 0, 2 * kFar * kNear / (kNear - kFar), 0];
  const product = new Float32Array(16);
  for (let c = 0; c < 4; c++)
    for (let r = 0; r < 4; r++)
      for (let k = 0; k < 4; k++) product[c * 4 + r] += projection[k * 4 + r] * view[c * 4 + k];
  return product;
}
