// cortex_model.cpp — the tables of cortex_model.h.

#include "sample/cortex_model.h"

#include <algorithm>

namespace cnx {
namespace {

constexpr double kTilt = 0.08;            // um of depth per um of x: the surface's 5 degrees
constexpr double kTiltReference = 900.0;  // x at which the depths below are measured

// Depth of somata at x = 900 um, at these fractions of a class. Pyramidal classes: quantiles of
// 56,209 somata of the public table. Inhibitory classes, which it lacks: drawn after the
// literature (basket cells follow the pyramidal ones, Martinotti cells are most frequent in
// layers 5 and 2/3, bipolar cells in layer 2/3, neurogliaform cells in layer 1).
constexpr std::size_t kQuantiles = 17;
constexpr std::array<double, kQuantiles> kFractions = {0,  .005, .02, .05, .1,  .2,  .3,   .4, .5,
                                                       .6, .7,   .8,  .9,  .95, .98, .995, 1};
constexpr double kDepths[kClassCount][kQuantiles] = {
    {321, 378, 397, 412, 425, 443, 460, 478, 496, 513, 530, 547, 563, 572, 580, 607, 680},
    {555, 569, 576, 582, 588, 600, 610, 620, 631, 642, 653, 664, 678, 687, 700, 840, 945},
    {588, 657, 670, 680, 691, 705, 720, 736, 754, 773, 797, 818, 836, 850, 867, 896, 989},
    {728, 731, 751, 763, 777, 796, 810, 819, 831, 844, 861, 885, 999, 1024, 1034, 1042, 1050},
    {343, 595, 701, 724, 741, 761, 774, 785, 797, 811, 831, 870, 947, 1002, 1035, 1053, 1077},
    {649, 836, 853, 869, 884, 903, 918, 933, 948, 962, 977, 995, 1017, 1031, 1041, 1056, 1077},
    {817, 835, 843, 852, 863, 882, 899, 916, 933, 950, 966, 985, 1006, 1020, 1032, 1045, 1061},
    {360, 400, 425, 455, 495, 550, 590, 625, 655, 690, 725, 765, 820, 880, 950, 1010, 1060},
    {350, 380, 400, 415, 432, 455, 475, 495, 515, 540, 570, 610, 680, 770, 880, 970, 1040},
    {380, 420, 450, 490, 530, 590, 650, 695, 725, 750, 775, 805, 860, 920, 985, 1020, 1060},
    {305, 315, 325, 335, 345, 365, 390, 425, 480, 545, 610, 680, 770, 850, 940, 1000, 1050}};

// Rows: presynaptic. Superficial to deep dominates within the pyramidal classes, pyramidal-tract
// cells are the target of all; inhibitory cells connect densely, bipolar ones mostly to
// Martinotti cells, which avoid each other.
constexpr double kPreference[kClassCount][kClassCount] = {
    // 23P  4P  5IT  5NP  5PT  6CT  6IT   BC  BPC   MC  NGC
    {1.2, 0.5, 1.3, 0.5, 1.7, 0.5, 0.8, 1.2, 1.0, 1.3, 0.8},   // 23P
    {1.6, 1.1, 1.1, 0.4, 1.2, 0.6, 0.7, 1.3, 0.9, 0.9, 0.7},   // 4P
    {0.9, 0.6, 1.2, 0.6, 1.9, 0.7, 0.9, 1.1, 0.8, 1.4, 0.7},   // 5P_IT
    {0.3, 0.3, 0.6, 1.2, 0.7, 0.6, 0.5, 0.6, 0.5, 0.6, 0.4},   // 5P_NP
    {0.4, 0.3, 0.8, 0.5, 1.5, 0.6, 0.7, 0.9, 0.6, 1.9, 0.5},   // 5P_PT
    {0.3, 0.7, 0.8, 0.5, 0.7, 1.1, 0.7, 1.1, 0.7, 0.8, 0.5},   // 6CT
    {0.5, 0.5, 0.9, 0.5, 1.0, 0.9, 1.3, 0.9, 0.7, 0.9, 0.5},   // 6IT
    {2.6, 2.6, 2.4, 1.2, 2.8, 1.9, 2.0, 2.4, 0.8, 0.9, 0.8},   // BC
    {0.5, 0.5, 0.5, 0.3, 0.5, 0.4, 0.4, 1.6, 1.0, 3.2, 0.6},   // BPC
    {2.2, 1.8, 2.2, 1.4, 2.6, 1.2, 1.5, 1.6, 1.5, 0.4, 1.2},   // MC
    {2.0, 1.6, 1.3, 0.8, 1.4, 0.8, 0.9, 1.4, 1.2, 1.1, 1.6}};  // NGC

}  // namespace

double surface_density(double x, double z) {
  // Outline: a rectangle without three corners.
  const bool inside = x >= 251.0 && x <= 1622.0 && z >= 603.2 && z <= 1105.2 &&
                      z <= 820.0 + 1.16 * (x - 255.0) && x >= 335.0 - 0.37 * (z - 603.0) &&
                      z >= 603.0 + 2.0 * (x - 1450.0);
  if (!inside) return 0.0;
  // Fewer somata toward large x, and in the last 100 um of z.
  const double from_middle = x - kMiddleX;
  const double along_x = from_middle > 0 ? std::max(0.73, 1.0 - 0.0007 * from_middle)
                                         : std::min(1.1, 1.0 - 0.00025 * from_middle);
  return z > 1005.0 ? 0.62 * along_x : along_x;
}

double soma_y(std::size_t cell_class, double x, double u) {
  std::size_t k = 1;
  while (k + 1 < kQuantiles && u > kFractions[k]) ++k;
  const double share = (u - kFractions[k - 1]) / (kFractions[k] - kFractions[k - 1]);
  const double depth =
      kDepths[cell_class][k - 1] + share * (kDepths[cell_class][k] - kDepths[cell_class][k - 1]);
  return depth - kTilt * (x - kTiltReference);
}

double pia_y(double x) { return 290.0 - kTilt * (x - kTiltReference); }

std::uint8_t region_at(double x, double z) {
  if (x > 720.0 + 0.2 * (z - kMiddleZ)) return 0;   // visp
  if (z > kMiddleZ + 0.15 * (x - 600.0)) return 1;  // visrl
  return z > 730.0 + 0.1 * (x - 500.0) ? 2 : 3;     // visal, vislm
}

double class_preference(std::size_t pre, std::size_t post) { return kPreference[pre][post]; }

SynapsePlacement synapse_placement(std::size_t pre_class) {
  switch (pre_class) {
    case kBasket: return {18.0, 0.05, 0.33};
    case kBipolar: return {30.0, 0.20, 0.22};
    case kMartinotti: return {45.0, 0.70, 0.28};
    case kNeurogliaform: return {45.0, 0.50, 0.15};
    default: return {36.0, 0.30, 0.18};
  }
}

}  // namespace cnx
