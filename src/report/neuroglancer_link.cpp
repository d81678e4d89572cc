#include "report/neuroglancer_link.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"

namespace cnx {
namespace {

constexpr std::int64_t kFirstRootId = 864691130000000000, kLastRootId = 864691139999999999;
constexpr std::array<double, 3> kVoxelNm = {4, 4, 40};  // of the coordinates of minnie65

/// JSON in a fragment: quotes, spaces and the like as %XX.
std::string percent_encoded(const std::string& text) {
  constexpr const char* kHex = "0123456789ABCDEF";
  std::string result;
  for (const char c : text) {
    const bool plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == ':' || c == '/' || c == ',';
    if (plain) {
      result += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      result += '%';
      result += kHex[byte >> 4];
      result += kHex[byte & 15];
    }
  }
  return result;
}

}  // namespace

bool has_microns_root_ids(const NeuronTable& neurons) {
  const auto column = neurons.find(ColumnRole::NeuronId);
  if (!column || !neurons.has(*column) || neurons.neuron_count() == 0) return false;
  if (neurons.columns()[*column].name.find("root") == std::string::npos) return false;
  const auto ids = neurons.integers(*column);
  return std::all_of(ids.begin(), ids.end(),
                     [](std::int64_t id) { return id >= kFirstRootId && id <= kLastRootId; });
}

std::string neuroglancer_link(std::span<const NeuronId> ids,
                              const std::optional<std::array<double, 3>>& position_nm) {
  CNX_CHECK(ids.size() <= kMaxNeuroglancerIds);
  std::string segments;
  for (const NeuronId id : ids) {
    segments +=
        (segments.empty() ? "\"" : ",\"") + std::to_string(static_cast<std::int64_t>(id)) + "\"";
  }
  std::string json = "{\"dimensions\":{\"x\":[4e-9,\"m\"],\"y\":[4e-9,\"m\"],\"z\":[4e-8,\"m\"]},";
  if (position_nm) {
    json += "\"position\":[";
    for (std::size_t axis = 0; axis < 3; ++axis) {
      json += (axis > 0 ? "," : "") +
              std::to_string(std::llround((*position_nm)[axis] / kVoxelNm[axis]));
    }
    json += "],";
  }
  const std::string data =
      "precomputed://https://bossdb-open-data.s3.amazonaws.com/iarpa_microns/"
      "minnie/minnie65/";
  json += "\"layers\":[{\"type\":\"image\",\"source\":\"" + data +
          "em\",\"name\":\"EM\"},{\"type\":\"segmentation\",\"source\":\"" + data +
          "seg\",\"segments\":[" + segments + "],\"name\":\"v117\"}],\"layout\":\"xy-3d\"}";
  return "https://neuroglancer-demo.appspot.com/#!" + percent_encoded(json);
}

}  // namespace cnx
