#include "dataset/region_borders.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <set>
#include <vector>

using namespace cnx;

namespace {

struct Somas {
  std::vector<float> positions_um;
  std::vector<std::uint16_t> codes;

  void add(float x, float z, std::uint16_t code, float y = 0) {
    positions_um.insert(positions_um.end(), {x, y, z});
    codes.push_back(code);
  }
  RegionBorders borders(std::size_t regions) const {
    const std::vector<std::uint8_t> all(regions, 1);
    return estimate_region_borders(positions_um, codes, all);
  }
};

/// In a box of 800 by 400 um; `region` of a place.
template <typename Region>
Somas scattered(std::uint32_t seed, int count, Region region) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<float> x(-400, 400), y(-300, 300), z(-200, 200);
  Somas somas;
  for (int i = 0; i < count; ++i) {
    const float at[] = {x(random), z(random)};
    somas.add(at[0], at[1], static_cast<std::uint16_t>(region(at[0], at[1])), y(random));
  }
  return somas;
}

using Place = std::pair<int, int>;  // hundredths of a micrometre
using Pair = std::pair<int, int>;   // of regions, the lower code first

Place rounded(double x, double z) {
  return {static_cast<int>(std::lround(x * 100)), static_cast<int>(std::lround(z * 100))};
}

/// Where borders cross the lines between neighboring centers, slowly: for every center all somas
/// are looked at. Only crossings that a square of four known centers has.
std::set<std::pair<Place, Pair>> slow_crossings(const Somas& somas, std::size_t regions) {
  float low[2] = {1e9f, 1e9f}, high[2] = {-1e9f, -1e9f};
  for (std::size_t i = 0; i < somas.codes.size(); ++i) {
    for (std::size_t axis = 0; axis < 2; ++axis) {
      low[axis] = std::min(low[axis], somas.positions_um[3 * i + 2 * axis]);
      high[axis] = std::max(high[axis], somas.positions_um[3 * i + 2 * axis]);
    }
  }
  const float cell = std::max(high[0] - low[0], high[1] - low[1]) / kBorderCells;
  const auto place = [&](std::size_t i, std::size_t axis) {
    const float at = somas.positions_um[3 * i + 2 * axis];
    return std::min(static_cast<int>((at - low[axis]) / cell), kBorderCells - 1);
  };
  const auto counts = [&](int x, int z) {
    std::vector<int> found(regions, 0);
    for (std::size_t i = 0; i < somas.codes.size(); ++i) {
      if (std::abs(place(i, 0) - x) <= kBorderReach && std::abs(place(i, 1) - z) <= kBorderReach) {
        found[somas.codes[i]] += 1;
      }
    }
    return found;
  };
  const auto cells = [&](std::size_t axis) {
    return std::min(static_cast<int>((high[axis] - low[axis]) / cell), kBorderCells - 1) + 1;
  };
  const int across = cells(0), down = cells(1);
  std::map<Place, std::vector<int>> by_cell;
  for (int z = 0; z < down; ++z) {
    for (int x = 0; x < across; ++x) by_cell[{x, z}] = counts(x, z);
  }
  const auto winner = [&](const std::vector<int>& found) {
    const auto most = std::max_element(found.begin(), found.end());
    return *most == 0 ? -1 : static_cast<int>(most - found.begin());
  };
  const auto known = [&](int x, int z) {
    return x >= 0 && z >= 0 && x < across && z < down && winner(by_cell[{x, z}]) >= 0;
  };
  std::set<std::pair<Place, Pair>> crossings;
  for (int z = 0; z < down; ++z) {
    for (int x = 0; x < across; ++x) {
      for (const auto& step : {std::pair(1, 0), std::pair(0, 1)}) {
        const int dx = step.first, dz = step.second;  // clang 14 captures no bindings
        const auto square = [&](int side) {
          return known(x, z) && known(x + dx, z + dz) && known(x + side * dz, z + side * dx) &&
                 known(x + dx + side * dz, z + dz + side * dx);
        };
        if (!square(1) && !square(-1)) continue;
        const std::vector<int>&a = by_cell[{x, z}], &b = by_cell[{x + dx, z + dz}];
        const auto from = static_cast<std::size_t>(winner(a)),
                   to = static_cast<std::size_t>(winner(b));
        if (from == to) continue;
        const double here = a[from] - a[to], there = b[to] - b[from];
        const double share = here + there > 0 ? here / (here + there) : 0.5;
        crossings.insert({rounded(low[0] + (x + 0.5 + share * dx) * cell,
                                  low[1] + (z + 0.5 + share * dz) * cell),
                          std::minmax(static_cast<int>(from), static_cast<int>(to))});
      }
    }
  }
  return crossings;
}

}  // namespace

TEST_CASE("a planted border between two half-spaces is found within one cell, from end to end") {
  const Somas somas = scattered(1, 20'000, [](float x, float) { return x < 37 ? 0 : 1; });
  const RegionBorders found = somas.borders(2);
  CHECK(found.cell_um == doctest::Approx(800.0 / kBorderCells).epsilon(0.01));
  REQUIRE(found.borders.size() == 1);
  CHECK(found.borders[0].first == 0);
  CHECK(found.borders[0].second == 1);
  float least_z = 0, most_z = 0;
  for (const auto& [x, z] : found.borders[0].x_z_um) {
    CHECK(std::abs(x - 37) < found.cell_um);
    least_z = std::min(least_z, z);
    most_z = std::max(most_z, z);
  }
  CHECK(least_z < -200 + 2 * found.cell_um);
  CHECK(most_z > 200 - 2 * found.cell_um);
  REQUIRE(found.places.size() == 2);
  CHECK(found.places[0].code == 0);  // the larger one
  CHECK(found.places[0].x_um < 37);
  CHECK(found.places[1].x_um > 37);
}

TEST_CASE("the places of regions are listed with the largest region first, whatever their codes") {
  const auto order = [](const Somas& somas) {
    std::vector<std::uint16_t> codes;
    for (const RegionPlace& place : somas.borders(3).places) codes.push_back(place.code);
    return codes;
  };
  CHECK(order(scattered(8, 5'000, [](float x, float) {
          return x < -250 ? 0 : x < 0 ? 1 : 2;
        })) == std::vector<std::uint16_t>{2, 1, 0});
  CHECK(order(scattered(8, 5'000, [](float x, float) {
          return x < -250 ? 2 : x < 0 ? 0 : 1;
        })) == std::vector<std::uint16_t>{1, 0, 2});
}

TEST_CASE("a planted border that is oblique is found within one cell") {
  const Somas somas = scattered(2, 20'000, [](float x, float z) { return x + z < 0 ? 1 : 0; });
  const RegionBorders found = somas.borders(2);
  REQUIRE(found.borders.size() == 1);
  for (const auto& [x, z] : found.borders[0].x_z_um) {
    CHECK(std::abs(x + z) / std::sqrt(2.0f) < found.cell_um);
  }
}

TEST_CASE("a region within another one has a border that ends as it begins") {
  const Somas somas =
      scattered(3, 20'000, [](float x, float z) { return std::hypot(x, z) < 120 ? 1 : 0; });
  const RegionBorders found = somas.borders(2);
  REQUIRE(found.borders.size() == 1);
  const auto& loop = found.borders[0].x_z_um;
  CHECK(loop.front() == loop.back());
  for (const auto& [x, z] : loop) CHECK(std::abs(std::hypot(x, z) - 120) < found.cell_um);
}

TEST_CASE("the curves of three regions end where they meet") {
  const Somas somas = scattered(4, 30'000, [](float x, float z) {
    return z < 0 ? 0 : x < 0 ? 1 : 2;
  });
  const RegionBorders found = somas.borders(3);
  REQUIRE(found.borders.size() == 3);
  std::map<Place, int> ends;
  for (const RegionBorder& border : found.borders) {
    for (const auto& end : {border.x_z_um.front(), border.x_z_um.back()}) {
      ends[rounded(end[0], end[1])] += 1;
    }
  }
  const auto meeting =
      std::find_if(ends.begin(), ends.end(), [](const auto& end) { return end.second == 3; });
  REQUIRE(meeting != ends.end());
  CHECK(std::hypot(meeting->first.first, meeting->first.second) / 100.0 < 2 * found.cell_um);
}

TEST_CASE("borders cross between the same centers as those of a slow version") {
  for (const std::uint32_t seed : {11u, 12u, 13u}) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    // Few somas: cells without any, islands and meetings of four.
    const Somas somas =
        scattered(seed, 150, [&](float x, float) { return (x < 0 ? 0 : 2) + random() % 2; });
    const auto expected = slow_crossings(somas, 4);
    REQUIRE(expected.size() > 50);
    std::set<std::pair<Place, Pair>> found;
    std::size_t meetings = 0;
    for (const RegionBorder& border : somas.borders(4).borders) {
      for (const auto& [x, z] : border.x_z_um) {
        // Sums of floats may round the other way.
        auto near = expected.end();
        for (int dx = -1; dx <= 1; ++dx) {
          for (int dz = -1; dz <= 1; ++dz) {
            Place at = rounded(x, z);
            at = {at.first + dx, at.second + dz};
            const auto it = expected.find({at, Pair(border.first, border.second)});
            if (it != expected.end()) near = it;
          }
        }
        if (near == expected.end()) {
          ++meetings;
        } else {
          found.insert(*near);
        }
      }
    }
    CHECK(found == expected);
    CHECK(meetings > 0);
  }
}

TEST_CASE("somas without a region do not count") {
  Somas somas = scattered(5, 20'000, [](float x, float) { return x < 0 ? 0 : 1; });
  const RegionBorders before = somas.borders(2);
  for (int i = 0; i < 20'000; ++i) somas.add(static_cast<float>(i % 2000) - 1000, 0, 2);
  const std::uint8_t is_region[] = {1, 1, 0};
  const RegionBorders after = estimate_region_borders(somas.positions_um, somas.codes, is_region);
  REQUIRE(after.borders.size() == before.borders.size());
  CHECK(after.borders[0].x_z_um == before.borders[0].x_z_um);
}

TEST_CASE("there is no border without two regions that have a place") {
  CHECK(Somas{}.borders(0).empty());
  CHECK(Somas{}.borders(2).empty());
  Somas one;
  one.add(1, 2, 0);
  CHECK(one.borders(2).empty());
  one.add(1, 2, 1);
  CHECK(one.borders(2).empty());  // at the same place
  CHECK(scattered(6, 1000, [](float, float) { return 0; }).borders(2).empty());
  const Somas halves = scattered(7, 1000, [](float x, float) { return x < 0 ? 0 : 1; });
  CHECK_FALSE(halves.borders(kMaxBorderRegions).empty());
  CHECK(halves.borders(kMaxBorderRegions + 1).empty());
  // Names that are of no region do not count among them.
  std::vector<std::uint8_t> is_region(kMaxBorderRegions, 1);
  is_region.resize(kMaxBorderRegions + 9, 0);
  CHECK_FALSE(
      estimate_region_borders(halves.positions_um, halves.codes, is_region).borders.empty());
  // All on one line: no square of four centers.
  Somas line;
  for (int i = 0; i < 100; ++i) line.add(static_cast<float>(i), 0, i < 50 ? 0 : 1);
  CHECK(line.borders(2).empty());
}
