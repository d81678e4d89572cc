// cortex_sample.cpp — see cortex_sample.h. Lengths are micrometers unless a name says otherwise.

#include "sample/cortex_sample.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "sample/cortex_model.h"
#include "sample/sample_random.h"

namespace cnx {
namespace {

// Streams of random numbers: one for each thing that is drawn (SampleRandom).
enum Stream : std::uint64_t {
  kPlaces = 1,
  kIds = 2,
  kProofreading = 3,
  kStrengths = 4,
  kCalibration = 5,
  kPairs = 6,
  kSynapses = 7,
  kOrder = 8
};

constexpr double kSomaSpacing = 9.0;  // two somata do not overlap
constexpr double kCell = 40.0;        // side of a grid cell; a compromise between visits and waste

constexpr double kSendingSpread = 0.74;    // sigma of the lognormal strength: heavy tail
constexpr double kReceivingSpread = 0.32;  // milder
constexpr double kCleanGain = 1.6, kExtendedGain = 2.8;  // what proofreading adds to an axon
constexpr double kReciprocalGain = 0.6;   // times the pair's own intensity: about twice chance
constexpr double kAutapseChance = 0.004;  // per neuron; merge errors, mostly

constexpr double kSizeLogMean = 7.6;                              // log of voxels: median 1,998
constexpr double kSizeSpreadShared = 0.55, kSizeSpreadOwn = 0.6;  // 0.81 together

constexpr std::array<std::int32_t, 3> kVoxelNm = {4, 4, 40};

std::int32_t to_voxel_nm(double um, std::size_t axis) {
  const double voxel = kVoxelNm[axis];
  return static_cast<std::int32_t>(std::floor(um * 1000.0 / voxel + 0.5)) * kVoxelNm[axis];
}

double soma_um(const SampleNeurons& neurons, std::uint32_t i, std::size_t axis) {
  return neurons.soma_nm[axis][i] / 1000.0;
}

/// x as it would be in a volume that is not stretched.
double unstretched(double x, double stretch) { return kMiddleX + (x - kMiddleX) / stretch; }

/// Piece of the surface from which neurons are drawn: a square around the middle, cut by the
/// volume's outline.
struct Piece {
  double half_side = 0;
  double stretch = 1;
};

double expected_neurons(const Piece& piece) {
  constexpr double kStep = 4.0;
  double sum = 0;
  for (double x = kMiddleX - piece.half_side; x < kMiddleX + piece.half_side; x += kStep) {
    for (double z = kMiddleZ - piece.half_side; z < kMiddleZ + piece.half_side; z += kStep) {
      sum += surface_density(x + kStep / 2, z + kStep / 2);
    }
  }
  return sum * kStep * kStep * kSurfaceDensity * piece.stretch;
}

Piece piece_for(std::uint32_t neurons) {
  constexpr double kWhole = 824.0;  // reaches beyond every border of the outline
  Piece piece{.half_side = kWhole, .stretch = 1.0};
  const double whole = expected_neurons(piece);
  if (neurons >= whole) {
    piece.stretch = neurons / whole;
    return piece;
  }
  double low = 0, high = kWhole;
  for (int i = 0; i < 12; ++i) {  // to 0.4 um
    piece.half_side = (low + high) / 2;
    (expected_neurons(piece) < neurons ? low : high) = piece.half_side;
  }
  return piece;
}

/// Somata by cubes of kSomaSpacing: is there room for another one? Hashed, open addressing.
class SomaGrid {
 public:
  explicit SomaGrid(std::uint32_t capacity) {
    std::size_t size = 64;
    while (size < std::size_t{capacity} * 4) size *= 2;
    slots_.assign(size, kFree);
  }

  bool has_room(const SampleNeurons& neurons, const std::array<double, 3>& at) const {
    for (int c = 0; c < 27; ++c) {
      const std::uint64_t key = cube(at, c % 3 - 1, c / 3 % 3 - 1, c / 9 - 1);
      for (std::size_t s = slot_of(key); slots_[s] != kFree; s = (s + 1) & (slots_.size() - 1)) {
        double square = 0;  // a soma of another cube in this slot does no harm: it is far away
        for (std::size_t axis = 0; axis < 3; ++axis) {
          const double d = at[axis] - soma_um(neurons, slots_[s], axis);
          square += d * d;
        }
        if (square < kSomaSpacing * kSomaSpacing) return false;
      }
    }
    return true;
  }

  void add(const std::array<double, 3>& at, std::uint32_t neuron) {
    std::size_t s = slot_of(cube(at, 0, 0, 0));
    while (slots_[s] != kFree) s = (s + 1) & (slots_.size() - 1);
    slots_[s] = neuron;
  }

 private:
  static constexpr std::uint32_t kFree = 0xffffffff;

  static std::uint64_t cube(const std::array<double, 3>& at, int dx, int dy, int dz) {
    const auto index = [](double um, int d) {
      // Stretched volumes begin below 0; the offset keeps the number positive.
      return static_cast<std::uint64_t>(std::floor(um / kSomaSpacing) + 100000.0 + d);
    };
    return index(at[0], dx) << 40 | index(at[1], dy) << 20 | index(at[2], dz);
  }
  std::size_t slot_of(std::uint64_t key) const {
    return static_cast<std::size_t>((key * 0x9e3779b97f4a7c15u) >> 20) & (slots_.size() - 1);
  }

  std::vector<std::uint32_t> slots_;
};

std::uint8_t draw_class(double u) {
  std::uint8_t c = 0;
  while (c + 1u < kClassCount && u >= kClassShares[c]) u -= kClassShares[c++];
  return c;
}

void draw_places(SampleNeurons& neurons, const Piece& piece) {
  SampleRandom random(neurons.seed, kPlaces);
  SomaGrid grid(neurons.count);
  for (auto& column : neurons.soma_nm) column.reserve(neurons.count);
  while (neurons.cell_class.size() < neurons.count) {
    const double x = kMiddleX + (2 * random.uniform() - 1) * piece.half_side;
    const double z = kMiddleZ + (2 * random.uniform() - 1) * piece.half_side;
    if (random.uniform() * 1.1 >= surface_density(x, z)) continue;  // 1.1: its greatest value
    const std::uint8_t cell_class = draw_class(random.uniform());
    // Crowded: another depth of the same class. Layers hold far more than is asked of them, so
    // this ends; after 64 depths the place is given up.
    for (int attempt = 0; attempt < 64; ++attempt) {
      const double y = soma_y(cell_class, x, random.uniform());
      const double stretched_x = kMiddleX + (x - kMiddleX) * piece.stretch;
      std::array<double, 3> at = {stretched_x, y, z};
      std::array<std::int32_t, 3> nm{};
      for (std::size_t axis = 0; axis < 3; ++axis) {
        nm[axis] = to_voxel_nm(at[axis], axis);
        at[axis] = nm[axis] / 1000.0;
      }
      if (!grid.has_room(neurons, at)) continue;
      grid.add(at, static_cast<std::uint32_t>(neurons.cell_class.size()));
      for (std::size_t axis = 0; axis < 3; ++axis) neurons.soma_nm[axis].push_back(nm[axis]);
      neurons.cell_class.push_back(cell_class);
      neurons.region.push_back(region_at(x, z));
      break;
    }
  }
}

void draw_ids(SampleNeurons& neurons) {
  // The published ids lie in about this range. One from each of `count` equal parts of it, the
  // parts shuffled: distinct without looking.
  constexpr std::uint64_t kFirst = 864691134800000000u, kRange = 2200000000u;
  SampleRandom random(neurons.seed, kIds);
  const auto part = static_cast<std::uint32_t>(kRange / neurons.count);
  neurons.id.resize(neurons.count);
  for (std::uint32_t i = 0; i < neurons.count; ++i) {
    neurons.id[i] = kFirst + std::uint64_t{i} * part + random.below(part);
  }
  for (std::uint32_t i = neurons.count - 1; i > 0; --i) {
    std::swap(neurons.id[i], neurons.id[random.below(i + 1)]);
  }
}

void draw_proofreading(SampleNeurons& neurons) {
  constexpr std::uint8_t kNon = 0, kClean = 1, kExtended = 2;
  SampleRandom random(neurons.seed, kProofreading);
  const auto draw = [&](double clean, double extended) {
    const double u = random.uniform();
    return u < extended ? kExtended : u < extended + clean ? kClean : kNon;
  };
  for (std::uint32_t i = 0; i < neurons.count; ++i) {
    const double gain = neurons.cell_class[i] >= kFirstInhibitory ? 2.0 : 1.0;
    const std::uint8_t axon = draw(gain * kAxonCleanShare, gain * kAxonExtendedShare);
    const std::uint8_t dendrite = draw(gain * kDendriteCleanShare, gain * kDendriteExtendedShare);
    neurons.axon_status.push_back(axon);
    neurons.dendrite_status.push_back(axon == kNon ? dendrite : kExtended);
  }
}

/// How strongly each neuron sends and receives, and how strongly any of a class can receive.
struct Strengths {
  std::vector<double> send, receive;
};

Strengths draw_strengths(const SampleNeurons& neurons) {
  SampleRandom random(neurons.seed, kStrengths);
  Strengths strengths;
  for (std::uint32_t i = 0; i < neurons.count; ++i) {
    // exp(s g - s^2 / 2) has mean 1.
    const double axon_gain = neurons.axon_status[i] == 2   ? kExtendedGain
                             : neurons.axon_status[i] == 1 ? kCleanGain
                                                           : 1.0;
    strengths.send.push_back(axon_gain * portable_exp(kSendingSpread * random.normal() -
                                                      kSendingSpread * kSendingSpread / 2));
    strengths.receive.push_back(
        portable_exp(kReceivingSpread * random.normal() - kReceivingSpread * kReceivingSpread / 2));
  }
  return strengths;
}

/// The chance that a connection of the reverse direction brings this one along. It falls with
/// distance like the intensity itself, so that reciprocity is in excess by about the same factor
/// near and far.
double reverse_chance(double intensity) { return std::min(0.5, kReciprocalGain * intensity); }

/// Connection intensity by distance for a pair of strength 1, in steps of 1 um.
class Kernel {
 public:
  explicit Kernel(double longest) {
    for (double d = 0; d <= longest + 2.0; d += 1.0) {
      law_.push_back(kLawAtZero * portable_exp(-kLawPerUm * d));
    }
    value_ = law_;
    set_bound();
  }

  double at(double d) const {
    const auto k = std::min(static_cast<std::size_t>(d), value_.size() - 2);
    return value_[k] + (d - static_cast<double>(k)) * (value_[k + 1] - value_[k]);
  }

  /// At least at(e) for every e >= d.
  double bound(double d) const {
    return bound_[std::min(static_cast<std::size_t>(d), bound_.size() - 1)];
  }

  /// Multiplies the law by a correction given at bin centers (k + 1/2) * bin_width.
  void correct(const std::vector<double>& correction, double bin_width) {
    for (std::size_t d = 0; d < law_.size(); ++d) {
      const double position = std::clamp(static_cast<double>(d) / bin_width - 0.5, 0.0,
                                         static_cast<double>(correction.size() - 1));
      const auto k = std::min(static_cast<std::size_t>(position), correction.size() - 2);
      const double share = position - static_cast<double>(k);
      value_[d] = law_[d] * ((1.0 - share) * correction[k] + share * correction[k + 1]);
    }
    set_bound();
  }

 private:
  void set_bound() {
    bound_ = value_;
    for (std::size_t d = bound_.size() - 1; d-- > 0;) {
      bound_[d] = std::max(bound_[d], bound_[d + 1]);
    }
  }

  std::vector<double> law_, value_, bound_;
};

double distance(const SampleNeurons& neurons, std::uint32_t i, std::uint32_t j) {
  double square = 0;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double d = soma_um(neurons, i, axis) - soma_um(neurons, j, axis);
    square += d * d;
  }
  return std::sqrt(square);
}

double pair_strength(const SampleNeurons& neurons, const Strengths& strengths, std::uint32_t i,
                     std::uint32_t j) {
  return strengths.send[i] * strengths.receive[j] *
         class_preference(neurons.cell_class[i], neurons.cell_class[j]);
}

/// Corrects the kernel until the average probability of pairs at any distance is the law's:
/// classes prefer classes, which live at different depths, strong neurons saturate and reverse
/// connections add, so the plain law would not come out. Averages over random pairs.
void calibrate(Kernel& kernel, const SampleNeurons& neurons, const Strengths& strengths,
               double longest) {
  constexpr double kBin = 25.0;
  constexpr std::uint32_t kRandomPairs = 1500000;
  constexpr int kRounds = 4;
  constexpr double kEnough = 100;  // pairs in a bin; with fewer its neighbor's correction is kept

  struct Pair {
    double distance, there, back;  // strengths of the two directions
  };
  std::vector<Pair> pairs;
  const auto add = [&](std::uint32_t i, std::uint32_t j) {
    pairs.push_back({distance(neurons, i, j), pair_strength(neurons, strengths, i, j),
                     pair_strength(neurons, strengths, j, i)});
  };
  const std::uint64_t all = std::uint64_t{neurons.count} * (neurons.count - 1);
  if (all <= kRandomPairs) {
    pairs.reserve(all);
    for (std::uint32_t i = 0; i < neurons.count; ++i) {
      for (std::uint32_t j = 0; j < neurons.count; ++j) {
        if (i != j) add(i, j);
      }
    }
  } else {
    SampleRandom random(neurons.seed, kCalibration);
    pairs.reserve(kRandomPairs);
    while (pairs.size() < kRandomPairs) {
      const std::uint32_t i = random.below(neurons.count), j = random.below(neurons.count);
      if (i != j) add(i, j);
    }
  }

  const auto bins = static_cast<std::size_t>(longest / kBin) + 2;
  std::vector<double> correction(bins, 1.0);
  for (int round = 0; round < kRounds; ++round) {
    std::vector<double> wanted(bins), found(bins), seen(bins);
    for (const Pair& pair : pairs) {
      const auto bin = static_cast<std::size_t>(pair.distance / kBin);
      const double intensity = kernel.at(pair.distance);
      const double there = 1.0 - portable_exp(-intensity * pair.there);
      const double back = 1.0 - portable_exp(-intensity * pair.back);
      found[bin] += 1.0 - (1.0 - there) * (1.0 - back * reverse_chance(intensity * pair.there));
      wanted[bin] += kLawAtZero * portable_exp(-kLawPerUm * pair.distance);
      seen[bin] += 1.0;
    }
    for (std::size_t b = 0; b < bins; ++b) {
      if (seen[b] >= kEnough) {
        correction[b] = std::clamp(correction[b] * wanted[b] / found[b], 0.2, 5.0);
      } else if (b > 0) {
        correction[b] = correction[b - 1];
      }
    }
    for (std::size_t b = bins - 1; b-- > 0;) {
      if (seen[b] < kEnough)
        correction[b] = correction[b + 1];
      else
        break;
    }
    kernel.correct(correction, kBin);
  }
}

/// Neurons sorted by cubic cells, for skipping over what is far away.
struct CellGrid {
  struct Cell {
    std::array<std::int32_t, 3> place{};  // in cells
    std::uint32_t first = 0, count = 0;   // of `neurons`
    double strongest = 0;                 // greatest `receive` in it
  };
  std::vector<Cell> cells;  // not empty
  std::vector<std::uint32_t> neurons;
  std::vector<std::uint32_t> cell_of;    // [neuron]
  std::array<std::int32_t, 3> extent{};  // in cells
};

CellGrid make_grid(const SampleNeurons& neurons, const Strengths& strengths) {
  CellGrid grid;
  std::array<double, 3> low{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const auto& column = neurons.soma_nm[axis];
    const auto [min, max] = std::minmax_element(column.begin(), column.end());
    low[axis] = *min / 1000.0;
    grid.extent[axis] = static_cast<std::int32_t>((*max - *min) / 1000.0 / kCell) + 1;
  }
  std::vector<std::uint64_t> keys(neurons.count);  // cell, then neuron
  for (std::uint32_t i = 0; i < neurons.count; ++i) {
    std::uint64_t key = 0;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const auto place =
          static_cast<std::uint64_t>((soma_um(neurons, i, axis) - low[axis]) / kCell);
      key = key * static_cast<std::uint64_t>(grid.extent[axis]) + place;
    }
    keys[i] = key << 32 | i;
  }
  std::sort(keys.begin(), keys.end());
  grid.cell_of.resize(neurons.count);
  for (std::size_t k = 0; k < keys.size(); ++k) {
    const auto neuron = static_cast<std::uint32_t>(keys[k]);
    if (k == 0 || keys[k] >> 32 != keys[k - 1] >> 32) {
      auto rest = static_cast<std::int32_t>(keys[k] >> 32);
      CellGrid::Cell cell;
      for (std::size_t axis = 3; axis-- > 0; rest /= grid.extent[axis]) {
        cell.place[axis] = rest % grid.extent[axis];
      }
      cell.first = static_cast<std::uint32_t>(k);
      grid.cells.push_back(cell);
    }
    grid.cell_of[neuron] = static_cast<std::uint32_t>(grid.cells.size() - 1);
    grid.cells.back().count += 1;
    grid.cells.back().strongest = std::max(grid.cells.back().strongest, strengths.receive[neuron]);
    grid.neurons.push_back(neuron);
  }
  return grid;
}

/// bound[|dx|][|dy|][|dz|]: the kernel's greatest value between neurons of cells so far apart.
std::vector<double> cell_bounds(const CellGrid& grid, const Kernel& kernel) {
  std::vector<double> bounds;
  const auto gap = [](std::int32_t cells) { return kCell * std::max(0, cells - 1); };
  for (std::int32_t x = 0; x < grid.extent[0]; ++x) {
    for (std::int32_t y = 0; y < grid.extent[1]; ++y) {
      for (std::int32_t z = 0; z < grid.extent[2]; ++z) {
        bounds.push_back(
            kernel.bound(std::sqrt(gap(x) * gap(x) + gap(y) * gap(y) + gap(z) * gap(z))));
      }
    }
  }
  return bounds;
}

std::uint64_t pack(std::uint32_t pre, std::uint32_t post) {
  return std::uint64_t{pre} << 32 | post;
}

/// A point inside the synapses' volume?
bool inside_volume(const std::array<double, 3>& at, double stretch) {
  const double x = unstretched(at[0], stretch);
  return x >= kSynapseMin[0] && x <= kSynapseMax[0] && at[1] >= pia_y(x) &&
         at[1] <= kSynapseMax[1] && at[2] >= kSynapseMin[2] && at[2] <= kSynapseMax[2];
}

/// Where a synapse of `pre` lies relative to the soma of `post`: near it or up its apical
/// dendrite, more often on the side that the axon comes from.
std::array<double, 3> draw_offset(SampleRandom& random, const SampleNeurons& neurons,
                                  std::uint32_t pre, std::uint32_t post,
                                  const SynapsePlacement& placement) {
  constexpr double kTowardPre = 0.5;
  constexpr double kApicalMean = 110.0;
  constexpr double kLongest = 260.0;  // dendrites but the apical one end before
  const double apart = std::max(1.0, distance(neurons, pre, post));
  std::array<double, 3> direction{};
  double square = 0;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double toward = (soma_um(neurons, pre, axis) - soma_um(neurons, post, axis)) / apart;
    direction[axis] = random.normal() + kTowardPre * toward;
    square += direction[axis] * direction[axis];
  }
  double length = 0;
  do {
    length = placement.reach * (random.exponential() + random.exponential());
  } while (length > kLongest);
  const double scale = length / std::sqrt(std::max(square, 1e-6));
  for (double& component : direction) component *= scale;
  const bool pyramidal = neurons.cell_class[post] < kFirstInhibitory;
  if (pyramidal && random.uniform() < placement.apical_share) {
    direction[1] -= kApicalMean * random.exponential();
  }
  return direction;
}

std::array<std::int32_t, 3> draw_position(SampleRandom& random, const SampleNeurons& neurons,
                                          std::uint32_t pre, std::uint32_t post,
                                          const SynapsePlacement& placement) {
  constexpr int kAttempts = 8;
  std::array<double, 3> at{}, offset{};
  const auto move = [&] {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      at[axis] = soma_um(neurons, post, axis) + offset[axis];
    }
    return inside_volume(at, neurons.stretch);
  };
  bool inside = false;
  for (int attempt = 0; attempt < kAttempts && !inside; ++attempt) {
    offset = draw_offset(random, neurons, pre, post, placement);
    inside = move();
  }
  while (!inside) {  // every soma is inside, so a small enough offset is
    for (double& component : offset) component /= 2;
    inside = move();
  }
  std::array<std::int32_t, 3> nm{};
  for (std::size_t axis = 0; axis < 3; ++axis) nm[axis] = to_voxel_nm(at[axis], axis);
  return nm;
}

}  // namespace

SampleNeurons sample_neurons(std::uint32_t neurons, std::uint64_t seed) {
  CNX_CHECK(neurons >= kMinSampleNeurons && neurons <= kMaxSampleNeurons);
  const Piece piece = piece_for(neurons);
  SampleNeurons sample;
  sample.seed = seed;
  sample.count = neurons;
  sample.stretch = piece.stretch;
  draw_places(sample, piece);
  draw_ids(sample);
  draw_proofreading(sample);
  return sample;
}

SampleConnections sample_connections(const SampleNeurons& neurons) {
  const Strengths strengths = draw_strengths(neurons);
  const CellGrid grid = make_grid(neurons, strengths);
  const double longest = kCell * std::sqrt(static_cast<double>(grid.extent[0]) * grid.extent[0] +
                                           static_cast<double>(grid.extent[1]) * grid.extent[1] +
                                           static_cast<double>(grid.extent[2]) * grid.extent[2]);
  Kernel kernel(longest);
  calibrate(kernel, neurons, strengths, longest);
  const std::vector<double> bounds = cell_bounds(grid, kernel);

  std::array<double, kClassCount> greatest_preference{};
  for (std::size_t pre = 0; pre < kClassCount; ++pre) {
    for (std::size_t post = 0; post < kClassCount; ++post) {
      greatest_preference[pre] = std::max(greatest_preference[pre], class_preference(pre, post));
    }
  }

  // For each neuron, a Poisson process runs along the list of all others, cell by cell, with an
  // intensity that is nowhere less than the pair's own. A point is kept with the share that the
  // pair's intensity has of it; a pair with a point is a connection. So its probability is
  // exactly 1 - exp(-intensity), and far cells cost one addition.
  SampleRandom random(neurons.seed, kPairs);
  std::vector<std::uint64_t> pairs;  // packed
  for (std::uint32_t pre = 0; pre < neurons.count; ++pre) {
    const std::array<std::int32_t, 3> home = grid.cells[grid.cell_of[pre]].place;
    const double most = strengths.send[pre] * greatest_preference[neurons.cell_class[pre]];
    double to_next = random.exponential();  // in units of integrated intensity
    for (const CellGrid::Cell& cell : grid.cells) {
      const std::int32_t dx = std::abs(cell.place[0] - home[0]);
      const std::int32_t dy = std::abs(cell.place[1] - home[1]);
      const std::int32_t dz = std::abs(cell.place[2] - home[2]);
      const std::size_t offset =
          (static_cast<std::size_t>(dx) * static_cast<std::size_t>(grid.extent[1]) +
           static_cast<std::size_t>(dy)) *
              static_cast<std::size_t>(grid.extent[2]) +
          static_cast<std::size_t>(dz);
      const double per_neuron = most * cell.strongest * bounds[offset];
      const double whole = per_neuron * cell.count;
      if (to_next >= whole) {
        to_next -= whole;
        continue;
      }
      double position = 0;  // along the cell, in the same units
      while (position + to_next < whole) {
        position += to_next;
        to_next = random.exponential();
        const auto slot = std::min(static_cast<std::uint32_t>(position / per_neuron),
                                   cell.count - 1);  // rounding may reach the end
        const std::uint32_t post = grid.neurons[cell.first + slot];
        if (post == pre) continue;
        const double intensity =
            kernel.at(distance(neurons, pre, post)) * pair_strength(neurons, strengths, pre, post);
        if (random.uniform() * per_neuron < intensity) pairs.push_back(pack(pre, post));
      }
      to_next -= whole - position;
    }
  }

  const std::size_t forward = pairs.size();
  for (std::size_t k = 0; k < forward; ++k) {
    const auto pre = static_cast<std::uint32_t>(pairs[k] >> 32);
    const auto post = static_cast<std::uint32_t>(pairs[k]);
    if (k > 0 && pairs[k] == pairs[k - 1]) continue;  // two points on one pair
    const double intensity =
        kernel.at(distance(neurons, pre, post)) * pair_strength(neurons, strengths, post, pre);
    if (random.uniform() < reverse_chance(intensity)) {
      pairs.push_back(pack(post, pre));
    }
  }
  for (std::uint32_t i = 0; i < neurons.count; ++i) {
    if (random.uniform() < kAutapseChance) pairs.push_back(pack(i, i));
  }
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());

  SampleConnections connections;
  connections.pre.reserve(pairs.size());
  connections.post.reserve(pairs.size());
  for (const std::uint64_t pair : pairs) {
    connections.pre.push_back(static_cast<std::uint32_t>(pair >> 32));
    connections.post.push_back(static_cast<std::uint32_t>(pair));
  }
  return connections;
}

SampleSynapses sample_synapses(const SampleNeurons& neurons, const SampleConnections& connections) {
  constexpr double kSmallest = 20;  // voxels; smaller clefts are not detected
  SampleRandom random(neurons.seed, kSynapses);
  SampleSynapses result;
  result.indegree.resize(neurons.count);
  result.outdegree.resize(neurons.count);
  result.count.reserve(connections.pre.size());
  result.total_size.reserve(connections.pre.size());
  result.synapses.reserve(connections.pre.size() / 4 * 5);
  for (std::size_t k = 0; k < connections.pre.size(); ++k) {
    const std::uint32_t pre = connections.pre[k], post = connections.post[k];
    const SynapsePlacement placement = synapse_placement(neurons.cell_class[pre]);
    const double shared = kSizeLogMean + kSizeSpreadShared * random.normal();
    std::uint32_t count = 0;
    std::int64_t total = 0;
    do {
      const double size = portable_exp(shared + kSizeSpreadOwn * random.normal());
      const SampleSynapse synapse{
          .pre = pre,
          .post = post,
          .size = static_cast<std::int32_t>(std::max(kSmallest, size)),
          .position_nm = draw_position(random, neurons, pre, post, placement)};
      result.synapses.push_back(synapse);
      total += synapse.size;
      count += 1;
    } while (random.uniform() < placement.repeat_chance);
    result.count.push_back(count);
    result.total_size.push_back(total);
    result.outdegree[pre] += count;
    result.indegree[post] += count;
  }
  SampleRandom order(neurons.seed, kOrder);
  for (auto i = static_cast<std::uint32_t>(result.synapses.size()); i > 1; --i) {
    std::swap(result.synapses[i - 1], result.synapses[order.below(i)]);
  }
  return result;
}

CortexSample sample_cortex(std::uint32_t neurons, std::uint64_t seed) {
  CortexSample sample;
  sample.neurons = sample_neurons(neurons, seed);
  sample.connections = sample_connections(sample.neurons);
  sample.synapses = sample_synapses(sample.neurons, sample.connections);
  return sample;
}

}  // namespace cnx
