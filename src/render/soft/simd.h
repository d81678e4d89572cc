#pragma once
// simd.h — four lanes at a time, in the vector types that GCC and Clang share.
//
// The same source is compiled to WebAssembly SIMD for the page, to SSE or NEON natively, and is
// tested in both. Only what the language extension lacks is spelled out for a machine.

#include <cmath>
#include <cstdint>
#include <cstring>

#if defined(__wasm_simd128__)
#include <wasm_simd128.h>
#elif defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace cnx {

using F32x4 = float __attribute__((vector_size(16)));
using I32x4 = std::int32_t __attribute__((vector_size(16)));
using U32x4 = std::uint32_t __attribute__((vector_size(16)));

inline F32x4 splat(float value) { return F32x4{value, value, value, value}; }
inline I32x4 splat(std::int32_t value) { return I32x4{value, value, value, value}; }
inline U32x4 splat(std::uint32_t value) { return U32x4{value, value, value, value}; }

template <typename V>
V load4(const void* from) {
  V value;
  std::memcpy(&value, from, sizeof value);
  return value;
}
template <typename V>
void store4(void* to, V value) {
  std::memcpy(to, &value, sizeof value);
}

/// The same bits as another vector type.
template <typename To, typename From>
To as(From from) {
  return reinterpret_cast<To>(from);
}

/// Lanes of `mask` are all ones or all zeros.
template <typename V>
V select(I32x4 mask, V yes, V no) {
  return as<V>((as<I32x4>(yes) & mask) | (as<I32x4>(no) & ~mask));
}
/// a < b ? a : b, and a > b ? a : b, lane by lane.
inline F32x4 min4(F32x4 a, F32x4 b) {
#if defined(__wasm_simd128__)
  return as<F32x4>(wasm_f32x4_pmin(as<v128_t>(b), as<v128_t>(a)));
#elif defined(__SSE2__)
  return as<F32x4>(_mm_min_ps(as<__m128>(a), as<__m128>(b)));
#else
  return select(a < b, a, b);
#endif
}
inline F32x4 max4(F32x4 a, F32x4 b) {
#if defined(__wasm_simd128__)
  return as<F32x4>(wasm_f32x4_pmax(as<v128_t>(b), as<v128_t>(a)));
#elif defined(__SSE2__)
  return as<F32x4>(_mm_max_ps(as<__m128>(a), as<__m128>(b)));
#else
  return select(a > b, a, b);
#endif
}
inline I32x4 min4(I32x4 a, I32x4 b) {
#if defined(__wasm_simd128__)
  return as<I32x4>(wasm_i32x4_min(as<v128_t>(a), as<v128_t>(b)));
#else
  return select(a < b, a, b);
#endif
}
inline I32x4 max4(I32x4 a, I32x4 b) {
#if defined(__wasm_simd128__)
  return as<I32x4>(wasm_i32x4_max(as<v128_t>(a), as<v128_t>(b)));
#else
  return select(a > b, a, b);
#endif
}
inline U32x4 min4(U32x4 a, U32x4 b) {
#if defined(__wasm_simd128__)
  return as<U32x4>(wasm_u32x4_min(as<v128_t>(a), as<v128_t>(b)));
#else
  return select(as<I32x4>(a < b), a, b);
#endif
}
inline U32x4 max4(U32x4 a, U32x4 b) {
#if defined(__wasm_simd128__)
  return as<U32x4>(wasm_u32x4_max(as<v128_t>(a), as<v128_t>(b)));
#else
  return select(as<I32x4>(a > b), a, b);
#endif
}

/// One bit a lane, lane 0 lowest.
inline unsigned lane_bits(I32x4 mask) {
#if defined(__wasm_simd128__)
  return wasm_i32x4_bitmask(as<v128_t>(mask));
#elif defined(__SSE2__)
  return static_cast<unsigned>(_mm_movemask_ps(as<__m128>(mask)));
#else
  return (mask[0] != 0 ? 1u : 0u) | (mask[1] != 0 ? 2u : 0u) | (mask[2] != 0 ? 4u : 0u) |
         (mask[3] != 0 ? 8u : 0u);
#endif
}

inline F32x4 sqrt4(F32x4 value) {
#if defined(__wasm_simd128__)
  return as<F32x4>(wasm_f32x4_sqrt(as<v128_t>(value)));
#elif defined(__SSE2__)
  return as<F32x4>(_mm_sqrt_ps(as<__m128>(value)));
#else
  return F32x4{std::sqrt(value[0]), std::sqrt(value[1]), std::sqrt(value[2]), std::sqrt(value[3])};
#endif
}

/// To the nearest whole number; quicker than truncate4. Precondition: 0 <= value < 2^22.
inline U32x4 rounded4(F32x4 value) {
  return as<U32x4>(value + splat(8388608.0f)) & splat(0x007fffffu);
}
/// Toward zero. Precondition: every lane fits.
inline I32x4 truncate4(F32x4 value) { return __builtin_convertvector(value, I32x4); }
inline F32x4 to_float4(I32x4 value) { return __builtin_convertvector(value, F32x4); }

/// Four 16-bit numbers from memory.
inline F32x4 load_u16x4(const std::uint16_t* from) {
#if defined(__wasm_simd128__)
  // Clang 14 makes scalar code of a wider load that is converted.
  const v128_t value = wasm_v128_load64_zero(from), zero = wasm_i32x4_const_splat(0);
  return to_float4(as<I32x4>(wasm_i16x8_shuffle(value, zero, 0, 8, 1, 9, 2, 10, 3, 11)));
#else
  using U16x4 = std::uint16_t __attribute__((vector_size(8)));
  U16x4 value;
  std::memcpy(&value, from, sizeof value);
  return __builtin_convertvector(__builtin_convertvector(value, I32x4), F32x4);
#endif
}

/// Four bytes from memory.
inline U32x4 load_u8x4(const std::uint8_t* from) {
#if defined(__wasm_simd128__)
  const v128_t shorts = wasm_u16x8_extend_low_u8x16(wasm_v128_load32_zero(from));
  return as<U32x4>(wasm_u32x4_extend_low_u16x8(shorts));
#else
  std::uint32_t bytes = 0;
  std::memcpy(&bytes, from, sizeof bytes);
  return U32x4{bytes & 255, bytes >> 8 & 255, bytes >> 16 & 255, bytes >> 24};
#endif
}

/// Lanes are two numbers of 16 bits each: the sum of the two products.
inline I32x4 sum_of_products(I32x4 a, I32x4 b) {
#if defined(__wasm_simd128__)
  return as<I32x4>(wasm_i32x4_dot_i16x8(as<v128_t>(a), as<v128_t>(b)));
#elif defined(__SSE2__)
  return as<I32x4>(_mm_madd_epi16(as<__m128i>(a), as<__m128i>(b)));
#else
  return (a << 16 >> 16) * (b << 16 >> 16) + (a >> 16) * (b >> 16);
#endif
}

/// a[0] b[0] c[0] d[0] … become rows: four loads turned into four columns.
template <typename V>
void transpose4(V& a, V& b, V& c, V& d) {
  const V ab_low = __builtin_shufflevector(a, b, 0, 4, 1, 5);
  const V ab_high = __builtin_shufflevector(a, b, 2, 6, 3, 7);
  const V cd_low = __builtin_shufflevector(c, d, 0, 4, 1, 5);
  const V cd_high = __builtin_shufflevector(c, d, 2, 6, 3, 7);
  a = __builtin_shufflevector(ab_low, cd_low, 0, 1, 4, 5);
  b = __builtin_shufflevector(ab_low, cd_low, 2, 3, 6, 7);
  c = __builtin_shufflevector(ab_high, cd_high, 0, 1, 4, 5);
  d = __builtin_shufflevector(ab_high, cd_high, 2, 3, 6, 7);
}

}  // namespace cnx
