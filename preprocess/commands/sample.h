#pragma once
// sample.h — `connectoscope sample OUT.h5`: writes a made-up mouse-cortex connectome.

#include <cstdint>
#include <string>

namespace cnx {

struct SampleOptions {
  std::string output;             // HDF5 file to write
  std::uint32_t neurons = 12000;  // kMinSampleNeurons..kMaxSampleNeurons
  std::uint64_t seed = 1;         // the same neurons and seed give the same connectome
  bool force = false;             // replace `output` when it is there
};

/// Draws the connectome and writes it; `output` appears complete or not at all. Steps go to
/// stderr. Returns kExitDone, kExitUsage (neurons out of range) or kExitUnwritable, with one
/// sentence on stderr.
int run_sample(const SampleOptions& options);

}  // namespace cnx
