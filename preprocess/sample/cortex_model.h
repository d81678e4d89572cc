#pragma once
// cortex_model.h — what is known of the MICrONS connectome in numbers: the model behind
// `connectoscope sample`.
//
// Shares, depths and the outline of the volume summarize public MICrONS soma tables; the
// distance law and the density are the published ones (release v117). Which class prefers
// which, and how unequal neurons are, is only of the right kind: nothing here is a result.
//
// Lengths are micrometers in the dataset's axes: y is depth (pia at small y), x and z lie along
// the surface, which is tilted: it rises by 0.08 um for each um of x.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace cnx {

inline constexpr std::size_t kClassCount = 11;
inline constexpr std::array<std::string_view, kClassCount> kClassNames = {
    "23P", "4P", "5P_IT", "5P_NP", "5P_PT", "6CT", "6IT", "BC", "BPC", "MC", "NGC"};
inline constexpr std::size_t kFirstInhibitory = 7;
enum CellClass : std::uint8_t { kBasket = 7, kBipolar = 8, kMartinotti = 9, kNeurogliaform = 10 };

/// Fraction of all neurons that is of a class; sums to 1.
inline constexpr std::array<double, kClassCount> kClassShares = {
    0.2879, 0.2157, 0.1427, 0.0073, 0.0238, 0.0900, 0.1676, 0.0325, 0.0098, 0.0162, 0.0065};

inline constexpr std::array<std::string_view, 4> kRegionNames = {"visp", "visrl", "visal", "vislm"};
inline constexpr std::array<std::string_view, 3> kProofreadingNames = {"non", "clean", "extended"};

/// Shares of `clean` and `extended` among excitatory neurons; twice that among inhibitory ones.
inline constexpr double kAxonCleanShare = 0.0042, kAxonExtendedShare = 0.0034;
/// Shares among the neurons whose axon is `non`. A proofread axon comes with an extended dendrite.
inline constexpr double kDendriteCleanShare = 0.0010, kDendriteExtendedShare = 0.0045;

inline constexpr std::uint32_t kPublishedNeurons = 60048;

/// The published fit: connection probability at soma distance d is
/// kLawAtZero * exp(-kLawPerUm * d), over all ordered pairs of a sample in the middle.
inline constexpr double kLawAtZero = 0.1429, kLawPerUm = 0.01339;

/// Neurons per um^2 of surface in the middle of the volume: 10,605 in 300 um x 300 um.
inline constexpr double kSurfaceDensity = 10605.0 / (300.0 * 300.0);

/// The middle of the published volume, from which smaller samples are cut.
inline constexpr double kMiddleX = 800.0, kMiddleZ = 850.0;

/// Where synapses of the published file lie: x, y, z, inclusive. Where the pia is deeper than this
/// y, it is the border.
inline constexpr std::array<double, 3> kSynapseMin = {255.0, 230.0, 593.68};
inline constexpr std::array<double, 3> kSynapseMax = {1640.0, 1130.0, 1114.6};

/// Density of somata over the surface, relative to the middle; 0 outside the volume's outline.
double surface_density(double x, double z);

/// y of a soma of class `cell_class` at x: inverse distribution function at u in [0, 1).
double soma_y(std::size_t cell_class, double x, double u);

/// y of the pia at x.
double pia_y(double x);

/// Index into kRegionNames. Borders are straight lines in x and z, as tentative as the real ones.
std::uint8_t region_at(double x, double z);

/// How many times more often than the distance law says `pre` connects to `post` (classes).
double class_preference(std::size_t pre, std::size_t post);

/// How the synapses of a presynaptic class lie around the soma of the postsynaptic neuron.
struct SynapsePlacement {
  double reach;          // um; the offset's length is gamma distributed, shape 2, this scale
  double apical_share;   // of its synapses on pyramidal cells that are moved toward the pia
  double repeat_chance;  // that a connection has yet another synapse
};
SynapsePlacement synapse_placement(std::size_t pre_class);

}  // namespace cnx
