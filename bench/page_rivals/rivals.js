// rivals.js — runs in the browser: each of `painters` makes its picture of a scene and gives back
// its WebGL context (or that of a plain canvas) and draw(degrees), which returns when the frame is
// drawn.
import { Deck, OrbitView, COORDINATE_SYSTEM } from '@deck.gl/core';
import { LineLayer, PointCloudLayer } from '@deck.gl/layers';
import createRegl from 'regl';
import * as THREE from 'three';
import * as scene from './scene.js';

const pixel = new Uint8Array(4);
const wait = (gl) => gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);

async function connectoscope(canvas, { kind, count, positions, codes, palette, ends, inMotion }, soft) {
  const bench = await window.createDrawBench({ canvas });
  const inMemory = (array) => {
    const at = bench._malloc(array.byteLength);
    bench.HEAPU8.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    return at;
  };
  // The page asks in the same way before it draws.
  const gl = soft ? null : canvas.getContext('webgl2', { antialias: false });
  const info = gl?.getExtension('WEBGL_debug_renderer_info');
  const isProgram = /swiftshader|llvmpipe/i.test(info ? gl.getParameter(info.UNMASKED_RENDERER_WEBGL) : '');
  if (!bench._draw_open(soft ? 1 : 0, isProgram ? 1 : 0, scene.kWidth, scene.kHeight)) throw new Error('no WebGL2');
  if (kind === 'lines') {
    bench._draw_lines(inMemory(ends), count, ...scene.kLineColor);
  } else {
    const colors = new Uint32Array(128);
    palette.forEach(([r, g, b], k) => { colors[k + 1] = r << 16 | g << 8 | b; });
    const styles = codes.map((code) => code + 1);
    bench._draw_neurons(inMemory(positions), inMemory(styles), inMemory(colors), count);
  }
  if (inMotion) bench._draw_in_motion();
  const matrix = bench._malloc(64);
  const plain = soft ? canvas.getContext('2d', { alpha: false }) : null;
  return {
    gl,
    plain,
    draw(degrees) {
      bench.HEAPU8.set(new Uint8Array(scene.clipFromUm(degrees).buffer), matrix);
      bench._draw_frame(matrix, scene.kPixelsAtW1, 700, 2500);
      if (!soft) return;
      const stride = bench._draw_stride();
      const bytes = new Uint8ClampedArray(bench.HEAPU8.buffer, bench._draw_pixels(), stride * scene.kHeight * 4);
      plain.putImageData(new ImageData(bytes, stride, scene.kHeight), 0, 0);
    },
  };
}

/** A disc as three.js draws one: a texture whose outside is cut away. */
function discTexture() {
  const size = 64, data = new Uint8Array(4 * size * size);
  for (let i = 0; i < size * size; i++) {
    const x = (i % size + 0.5) * 2 / size - 1, y = (Math.floor(i / size) + 0.5) * 2 / size - 1;
    data.fill(x * x + y * y <= 1 ? 255 : 0, 4 * i, 4 * i + 4);
  }
  const texture = new THREE.DataTexture(data, size, size);
  texture.needsUpdate = true;
  return texture;
}

function three(canvas, { kind, positions, colors, ends }) {
  const renderer = new THREE.WebGLRenderer({ canvas, antialias: false });
  renderer.setPixelRatio(1);
  renderer.setSize(scene.kWidth, scene.kHeight, false);
  const world = new THREE.Scene(), geometry = new THREE.BufferGeometry();
  if (kind === 'lines') {
    const [r, g, b, a] = scene.kLineColor;
    geometry.setAttribute('position', new THREE.BufferAttribute(ends, 3));
    world.add(new THREE.LineSegments(geometry, new THREE.LineBasicMaterial({
      color: new THREE.Color(r / 255, g / 255, b / 255), transparent: true, opacity: a / 255,
      depthWrite: false })));
  } else {
    geometry.setAttribute('position', new THREE.BufferAttribute(positions, 3));
    geometry.setAttribute('color', new THREE.BufferAttribute(colors, 4, true));
    // Its sizes do not know the field of view.
    const size = scene.kDiameterUm * scene.kPixelsAtW1 / (scene.kHeight / 2);
    world.add(new THREE.Points(geometry, new THREE.PointsMaterial({
      size, sizeAttenuation: true, vertexColors: true, map: discTexture(), alphaTest: 0.5 })));
  }
  const camera = new THREE.PerspectiveCamera(scene.kFovDeg, scene.kWidth / scene.kHeight,
    scene.kNear, scene.kFar);
  const gl = renderer.getContext();
  return {
    gl,
    draw(degrees) {
      camera.position.set(...scene.eyeAt(degrees));
      camera.lookAt(...scene.kCenter);
      renderer.render(world, camera);
      wait(gl);
    },
  };
}

function regl(canvas, { kind, count, positions, colors, ends }) {
  const context = createRegl({ canvas, attributes: { antialias: false } });
  const lines = kind === 'lines', [r, g, b, a] = scene.kLineColor.map((x) => x / 255);
  const command = context({
    vert: `precision highp float; attribute vec3 position; uniform mat4 clip_from_um;
      ${lines ? '' : 'attribute vec4 color;'} varying vec4 v_color;
      void main() {
        gl_Position = clip_from_um * vec4(position, 1.0);
        gl_PointSize = max(2.0, ${(scene.kDiameterUm * scene.kPixelsAtW1).toFixed(1)} / gl_Position.w);
        v_color = ${lines ? `vec4(${[r, g, b, a].map((x) => x.toFixed(4))})` : 'color'};
      }`,
    frag: `precision mediump float; varying vec4 v_color;
      void main() {
        ${lines ? '' : 'vec2 at = gl_PointCoord * 2.0 - 1.0; if (dot(at, at) > 1.0) discard;'}
        gl_FragColor = v_color;
      }`,
    attributes: lines ? { position: { buffer: context.buffer(ends), size: 3 } } : {
      position: { buffer: context.buffer(positions), size: 3 },
      color: { buffer: context.buffer(colors), size: 4, type: 'uint8', normalized: true } },
    uniforms: { clip_from_um: context.prop('clip_from_um') },
    depth: { enable: !lines },
    blend: { enable: lines, func: { src: 'src alpha', dst: 'one minus src alpha' } },
    count: lines ? 2 * count : count,
    primitive: lines ? 'lines' : 'points',
  });
  const gl = context._gl;
  return {
    gl,
    draw(degrees) {
      context.clear({ color: [0, 0, 0, 1], depth: 1 });
      command({ clip_from_um: scene.clipFromUm(degrees) });
      wait(gl);
    },
  };
}

async function deck(canvas, { kind, count, positions, colors, ends }) {
  const coordinateSystem = COORDINATE_SYSTEM.CARTESIAN;
  const layer = kind === 'lines'
    ? new LineLayer({ id: 'lines', coordinateSystem, widthUnits: 'pixels', getWidth: 1,
      getColor: scene.kLineColor, data: { length: count, attributes: {
        getSourcePosition: { value: ends, size: 3, stride: 24 },
        getTargetPosition: { value: ends, size: 3, stride: 24, offset: 12 } } } })
    : new PointCloudLayer({ id: 'points', coordinateSystem, material: false, sizeUnits: 'common',
      pointSize: scene.kDiameterUm / 2, data: { length: count, attributes: {
        getPosition: { value: positions, size: 3 }, getColor: { value: colors, size: 4 } } } });
  // Its camera stands where a unit at the target covers 2^zoom pixels.
  const distance = Math.hypot(scene.kDistanceUm, scene.kHeightUm);
  const zoom = Math.log2(scene.kPixelsAtW1 / distance);
  const rotationX = Math.atan2(scene.kHeightUm, scene.kDistanceUm) * 180 / Math.PI;
  const viewState = (degrees) => ({ target: scene.kCenter, rotationOrbit: degrees, rotationX, zoom,
    minZoom: -10, maxZoom: 10 });
  let drawn;
  const first = new Promise((resolve) => { drawn = resolve; });
  const instance = new Deck({ canvas, width: scene.kWidth, height: scene.kHeight,
    useDevicePixels: false, controller: false, layers: [layer],
    views: new OrbitView({ orbitAxis: 'Y', fovy: scene.kFovDeg, near: 0.001, far: 100 }),
    viewState: viewState(0), onAfterRender: () => drawn(),
    onError: (error) => { throw error; } });
  await first;
  const gl = canvas.getContext('webgl2');
  return {
    gl,
    draw(degrees) {
      instance.setProps({ viewState: viewState(degrees) });
      instance.redraw('bench');
      wait(gl);
    },
  };
}

const painters = { webgl: (canvas, what) => connectoscope(canvas, what, false),
  soft: (canvas, what) => connectoscope(canvas, what, true), three, regl, deck };

/** For everybody, after the first frame: until code that runs often has been optimized. */
const kWarmUp = 5;

/** Draws `frames` frames after the first and kWarmUp more; milliseconds each, and how many pixels of
 * the last one are not black. */
window.measure = async (who, kind, count, frames) => {
  const canvas = document.createElement('canvas');
  canvas.id = 'canvas';
  canvas.width = scene.kWidth;
  canvas.height = scene.kHeight;
  document.body.replaceChildren(canvas);
  const began = performance.now();
  const inMotion = kind === 'moving';  // lines, as few as the page draws while its camera moves
  const picture = await painters[who](canvas,
    { ...scene.makeScene(inMotion ? 'lines' : kind, count), inMotion });
  picture.draw(0);
  const first_ms = performance.now() - began;
  for (let i = 1; i <= kWarmUp; i++) picture.draw(-i * 5);
  const frame_ms = [];
  for (let i = 1; i <= frames; i++) {
    const start = performance.now();
    picture.draw(i * 5);
    frame_ms.push(performance.now() - start);
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  picture.draw(frames * 5);  // in this very task: a drawing buffer is not kept
  const { gl, plain } = picture;
  let pixels = new Uint8Array(4 * scene.kWidth * scene.kHeight);
  if (gl) gl.readPixels(0, 0, scene.kWidth, scene.kHeight, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
  else pixels = plain.getImageData(0, 0, scene.kWidth, scene.kHeight).data;
  let lit = 0;
  for (let i = 0; i < pixels.length; i += 4) lit += pixels[i] + pixels[i + 1] + pixels[i + 2] > 0;
  const info = gl?.getExtension('WEBGL_debug_renderer_info');
  return { first_ms, frame_ms, lit,
    renderer: info ? gl.getParameter(info.UNMASKED_RENDERER_WEBGL) : '' };
};
