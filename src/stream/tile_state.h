#pragma once
// tile_state.h — the life of one tile in the viewer, as one table.
//
//              Want      Drop      Sent       Bytes      Decoded    Fault     Retry
//   Absent     Queued    .         -          -          -          -         -
//   Queued     .         Absent    Fetching   -          -          -         -
//   Fetching   .         Absent    -          Decoding   -          Failed    -
//   Decoding   .         Absent    -          -          Resident   Failed    -
//   Resident   .         Absent    -          -          -          -         -
//   Failed     .         Absent    -          -          -          -         Queued
//
//   "."  allowed, nothing changes      "-"  cannot happen: a bug in the caller
//
// What arrives for a fetch that was dropped meanwhile is thrown away before it gets here.
// The table knows nothing of HTTP, memory budgets or the GPU: tile_cache.h decides WHEN an
// event happens.

#include <cstddef>
#include <cstdint>
#include <optional>

namespace cnx {

enum class TileState : std::uint8_t { Absent, Queued, Fetching, Decoding, Resident, Failed };
enum class TileEvent : std::uint8_t { Want, Drop, Sent, Bytes, Decoded, Fault, Retry };
inline constexpr std::size_t kTileStateCount = 6;

/// The state after `event`, or nullopt where the table has "-".
constexpr std::optional<TileState> next_tile_state(TileState state, TileEvent event) {
  switch (event) {
    case TileEvent::Want: return state == TileState::Absent ? TileState::Queued : state;
    case TileEvent::Drop: return TileState::Absent;
    case TileEvent::Sent:
      if (state == TileState::Queued) return TileState::Fetching;
      break;
    case TileEvent::Bytes:
      if (state == TileState::Fetching) return TileState::Decoding;
      break;
    case TileEvent::Decoded:
      if (state == TileState::Decoding) return TileState::Resident;
      break;
    case TileEvent::Fault:
      if (state == TileState::Fetching || state == TileState::Decoding) return TileState::Failed;
      break;
    case TileEvent::Retry:
      if (state == TileState::Failed) return TileState::Queued;
      break;
  }
  return std::nullopt;
}

}  // namespace cnx
