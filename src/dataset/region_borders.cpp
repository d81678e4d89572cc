#include "dataset/region_borders.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "base/check.h"

namespace cnx {
namespace {

using Point = std::array<float, 2>;
constexpr std::uint32_t kNone = UINT32_MAX;

/// Counts of somas by cell and region, each with those of the cells around it.
class Grid {
 public:
  Grid(std::span<const float> positions_um, std::span<const std::uint16_t> codes,
       std::span<const std::uint8_t> is_region);

  bool empty() const { return across_ == 0; }
  int across() const { return across_; }
  int down() const { return down_; }
  float cell_um() const { return cell_um_; }
  std::uint32_t cell(int x, int z) const { return static_cast<std::uint32_t>(z * across_ + x); }
  Point center(int x, int z) const {
    return {low_[0] + (static_cast<float>(x) + 0.5f) * cell_um_,
            low_[1] + (static_cast<float>(z) + 0.5f) * cell_um_};
  }
  /// The region of most somas, of several the first; kNone where there are none.
  std::uint32_t region(std::uint32_t cell) const { return region_[cell]; }
  float count(std::uint32_t cell, std::uint32_t region) const {
    return static_cast<float>(counts_[cell * regions_ + region]);
  }

 private:
  void sum_along(int steps, int lines, std::size_t step, std::size_t line);

  std::size_t regions_;
  int across_ = 0, down_ = 0;
  float cell_um_ = 0;
  Point low_{0, 0};
  std::vector<std::uint32_t> counts_;  // [cell * regions + region]
  std::vector<std::uint32_t> region_;  // [cell]
};

Grid::Grid(std::span<const float> positions_um, std::span<const std::uint16_t> codes,
           std::span<const std::uint8_t> is_region)
    : regions_(is_region.size()) {
  constexpr float kFar = std::numeric_limits<float>::max();
  Point high{-kFar, -kFar};
  low_ = {kFar, kFar};
  const auto counts = [&](std::size_t i) {
    CNX_CHECK(codes[i] < regions_);
    return is_region[codes[i]] != 0;
  };
  for (std::size_t i = 0; i < codes.size(); ++i) {
    if (!counts(i)) continue;
    for (const std::size_t axis : {0u, 1u}) {
      low_[axis] = std::min(low_[axis], positions_um[3 * i + 2 * axis]);
      high[axis] = std::max(high[axis], positions_um[3 * i + 2 * axis]);
    }
  }
  const float longer = std::max(high[0] - low_[0], high[1] - low_[1]);
  if (!(longer > 0)) return;
  cell_um_ = longer / kBorderCells;
  const auto place = [&](float at, std::size_t axis) {
    return std::clamp(static_cast<int>((at - low_[axis]) / cell_um_), 0, kBorderCells - 1);
  };
  across_ = place(high[0], 0) + 1;
  down_ = place(high[1], 1) + 1;
  counts_.assign(static_cast<std::size_t>(across_ * down_) * regions_, 0);
  for (std::size_t i = 0; i < codes.size(); ++i) {
    if (!counts(i)) continue;
    const std::uint32_t at = cell(place(positions_um[3 * i], 0), place(positions_um[3 * i + 2], 1));
    counts_[at * regions_ + codes[i]] += 1;
  }
  const auto row = static_cast<std::size_t>(across_);
  sum_along(across_, down_, 1, row);
  sum_along(down_, across_, row, 1);
  region_.assign(row * static_cast<std::size_t>(down_), kNone);
  for (std::uint32_t at = 0; at < region_.size(); ++at) {
    std::uint32_t most = 0;
    for (std::uint32_t region = 0; region < regions_; ++region) {
      const std::uint32_t somas = counts_[at * regions_ + region];
      if (somas > most) region_[at] = region;
      most = std::max(most, somas);
    }
  }
}

/// Each count becomes the sum of those at most kBorderReach cells before and after it.
void Grid::sum_along(int steps, int lines, std::size_t step, std::size_t line) {
  std::vector<std::uint32_t> before(static_cast<std::size_t>(steps) + 1);
  for (std::size_t l = 0; l < static_cast<std::size_t>(lines); ++l) {
    for (std::size_t region = 0; region < regions_; ++region) {
      const auto count = [&](int s) -> std::uint32_t& {
        return counts_[(l * line + static_cast<std::size_t>(s) * step) * regions_ + region];
      };
      for (int s = 0; s < steps; ++s) {
        before[static_cast<std::size_t>(s) + 1] = before[static_cast<std::size_t>(s)] + count(s);
      }
      for (int s = 0; s < steps; ++s) {
        const int from = std::max(s - kBorderReach, 0), to = std::min(s + kBorderReach + 1, steps);
        count(s) = before[static_cast<std::size_t>(to)] - before[static_cast<std::size_t>(from)];
      }
    }
  }
}

/// A border passes between the centers of two neighbors.
struct Crossing {
  Point at;
  std::uint16_t first, second;
};

std::optional<Crossing> crossing(const Grid& grid, int x0, int z0, int x1, int z1) {
  const std::uint32_t from = grid.cell(x0, z0), to = grid.cell(x1, z1);
  const std::uint32_t a = grid.region(from), b = grid.region(to);
  if (a == b || a == kNone || b == kNone) return std::nullopt;
  const float here = grid.count(from, a) - grid.count(from, b);
  const float there = grid.count(to, b) - grid.count(to, a);
  const float share = here + there > 0 ? here / (here + there) : 0.5f;
  const Point start = grid.center(x0, z0), end = grid.center(x1, z1);
  return Crossing{{start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])},
                  static_cast<std::uint16_t>(std::min(a, b)),
                  static_cast<std::uint16_t>(std::max(a, b))};
}

/// Pieces of borders, one or some in each square of four centers, put together to curves.
class Curves {
 public:
  explicit Curves(const Grid& grid)
      : first_meeting_(2 * static_cast<std::uint32_t>(grid.across() * grid.down())) {
    for (int z = 0; z + 1 < grid.down(); ++z) {
      for (int x = 0; x + 1 < grid.across(); ++x) add_square(grid, x, z);
    }
  }
  std::vector<RegionBorder> joined();

 private:
  struct Node {
    std::uint32_t name;
    Point at;
  };
  struct Piece {
    std::array<Node, 2> ends;
    std::uint16_t first, second;
    bool used = false;
  };

  void add_square(const Grid& grid, int x, int z);
  void add_piece(const Node& from, const Node& to, const Crossing& between);
  bool is_meeting(std::uint32_t node) const { return node >= first_meeting_; }
  std::uint32_t next(std::uint32_t node) const;
  RegionBorder walk(std::uint32_t piece, std::size_t start);

  // Nodes: the crossings, each named by the two cells it lies between, then the points where three
  // regions or more meet, named by their square.
  std::uint32_t first_meeting_;
  std::vector<Piece> pieces_;
  std::vector<std::array<std::uint32_t, 2>> pieces_at_ =
      std::vector<std::array<std::uint32_t, 2>>(first_meeting_, {kNone, kNone});  // [crossing]
};

void Curves::add_square(const Grid& grid, int x, int z) {
  for (const auto& [dx, dz] :
       {std::pair(0, 0), std::pair(1, 0), std::pair(0, 1), std::pair(1, 1)}) {
    if (grid.region(grid.cell(x + dx, z + dz)) == kNone) return;
  }
  const std::uint32_t cell = grid.cell(x, z);
  const std::array<std::optional<Crossing>, 4> sides = {
      crossing(grid, x, z, x + 1, z), crossing(grid, x, z, x, z + 1),
      crossing(grid, x, z + 1, x + 1, z + 1), crossing(grid, x + 1, z, x + 1, z + 1)};
  const std::array<std::uint32_t, 4> names = {2 * cell, 2 * cell + 1, 2 * grid.cell(x, z + 1),
                                              2 * grid.cell(x + 1, z) + 1};
  std::vector<std::size_t> crossed;
  Point middle{0, 0};
  for (std::size_t side = 0; side < 4; ++side) {
    if (!sides[side]) continue;
    crossed.push_back(side);
    middle = {middle[0] + sides[side]->at[0], middle[1] + sides[side]->at[1]};
  }
  const auto node = [&](std::size_t side) { return Node{names[side], sides[side]->at}; };
  if (crossed.empty()) return;
  if (crossed.size() == 2) {
    add_piece(node(crossed[0]), node(crossed[1]), *sides[crossed[0]]);
    return;
  }
  const auto count = static_cast<float>(crossed.size());
  const Node meeting{first_meeting_ + cell, {middle[0] / count, middle[1] / count}};
  for (const std::size_t side : crossed) add_piece(node(side), meeting, *sides[side]);
}

void Curves::add_piece(const Node& from, const Node& to, const Crossing& between) {
  const auto piece = static_cast<std::uint32_t>(pieces_.size());
  for (const Node& end : {from, to}) {
    if (is_meeting(end.name)) continue;
    auto& at = pieces_at_[end.name];
    at[at[0] == kNone ? 0 : 1] = piece;
  }
  pieces_.push_back({{from, to}, between.first, between.second});
}

/// The piece that goes on from a crossing, or kNone.
std::uint32_t Curves::next(std::uint32_t node) const {
  for (const std::uint32_t piece : pieces_at_[node]) {
    if (piece != kNone && !pieces_[piece].used) return piece;
  }
  return kNone;
}

RegionBorder Curves::walk(std::uint32_t piece, std::size_t start) {
  RegionBorder border{pieces_[piece].first, pieces_[piece].second, {}};
  border.x_z_um.push_back(pieces_[piece].ends[start].at);
  while (piece != kNone) {
    Piece& walked = pieces_[piece];
    walked.used = true;
    const Node& end = walked.ends[1 - start];
    border.x_z_um.push_back(end.at);
    if (is_meeting(end.name)) break;
    piece = next(end.name);
    if (piece != kNone) start = pieces_[piece].ends[0].name == end.name ? 0 : 1;
  }
  return border;
}

std::vector<RegionBorder> Curves::joined() {
  std::vector<RegionBorder> borders;
  for (std::uint32_t piece = 0; piece < pieces_.size(); ++piece) {
    for (const std::size_t start : {0u, 1u}) {
      const std::uint32_t node = pieces_[piece].ends[start].name;
      const bool is_end = is_meeting(node) || pieces_at_[node][1] == kNone;
      if (is_end && !pieces_[piece].used) borders.push_back(walk(piece, start));
    }
  }
  // What is left has no end.
  for (std::uint32_t piece = 0; piece < pieces_.size(); ++piece) {
    if (!pieces_[piece].used) borders.push_back(walk(piece, 0));
  }
  return borders;
}

/// Of the cells of each region the one that is nearest to the middle of them all.
std::vector<RegionPlace> places(const Grid& grid, std::size_t regions) {
  std::vector<std::pair<std::size_t, RegionPlace>> found;  // beside how many cells it has
  for (std::uint32_t region = 0; region < regions; ++region) {
    std::vector<Point> cells;
    Point middle{0, 0};
    for (int z = 0; z < grid.down(); ++z) {
      for (int x = 0; x < grid.across(); ++x) {
        if (grid.region(grid.cell(x, z)) != region) continue;
        cells.push_back(grid.center(x, z));
        middle = {middle[0] + cells.back()[0], middle[1] + cells.back()[1]};
      }
    }
    if (cells.empty()) continue;
    const auto count = static_cast<float>(cells.size());
    const auto distance = [&](const Point& at) {
      return std::hypot(at[0] - middle[0] / count, at[1] - middle[1] / count);
    };
    const Point& nearest = *std::min_element(
        cells.begin(), cells.end(),
        [&](const Point& a, const Point& b) { return distance(a) < distance(b); });
    found.push_back({cells.size(), {static_cast<std::uint16_t>(region), nearest[0], nearest[1]}});
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<RegionPlace> by_size;
  for (const auto& [cells, place] : found) by_size.push_back(place);
  return by_size;
}

}  // namespace

RegionBorders estimate_region_borders(std::span<const float> positions_um,
                                      std::span<const std::uint16_t> codes,
                                      std::span<const std::uint8_t> is_region) {
  CNX_CHECK(positions_um.size() == 3 * codes.size());
  RegionBorders estimate;
  const auto regions =
      std::count_if(is_region.begin(), is_region.end(), [](auto is) { return is != 0; });
  if (static_cast<std::size_t>(regions) > kMaxBorderRegions) return estimate;
  const Grid grid(positions_um, codes, is_region);
  if (grid.empty()) return estimate;
  estimate.places = places(grid, is_region.size());
  if (estimate.places.size() < 2) return {};
  estimate.cell_um = grid.cell_um();
  estimate.borders = Curves(grid).joined();
  return estimate;
}

}  // namespace cnx
