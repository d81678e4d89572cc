#pragma once
// python_parts.h — what the programs of to_python.h consist of: one text for each statistic.
//
// All of them go on from these names: neurons (the table), connections (pre, post, synapses),
// pre_side and post_side (masks), inside (the connections that are counted), between (those without
// autapses), pairs (ordered pairs of different neurons) and result (what is printed).

namespace cnx {

extern const char* const kPythonWilson;  // wilson(k, n), for counts and classes
// analyzable, extended, proofread (masks), axons_known, dendrites_known
extern const char* const kPythonValidity;  // needs those and wilson
extern const char* const kPythonCounts;
extern const char* const kPythonDegrees;
extern const char* const
    kPythonClasses;  // needs wilson, adjusted, groups, post_groups, codes, analyzable
extern const char* const kPythonMatrix;  // members and the matrix of them, for the next two
extern const char* const kPythonTriads;  // needs kPythonMatrix
// needs kPythonMatrix, groups, code, against, kPythonRewiring, controls, seed
extern const char* const kPythonStructure;
extern const char* const kPythonSimplices;      // needs kPythonMatrix
extern const char* const kPythonParticipation;  // needs wilson, kPythonMatrix
extern const char* const kPythonDistanceBins;   // needs measure, bin_um
extern const char* const kPythonDistance;       // positions, kPythonDistanceBins
extern const char* const kPythonDistanceB;      // kPythonDistance, b_side
// needs positions, wilson, thickness_um, patched, spread_um, repeats, seed
extern const char* const kPythonExperiment;
// needs wilson, groups, post_groups, code, post_code, size_column (or None), site_columns (may be
// empty), positions (or None), near_um, clump_um, bin_um
extern const char* const kPythonSynapses;
extern const char* const kPythonSynapsesB;  // needs kPythonSynapses, b_side
extern const char* const kPythonEdgeMap;    // needs positions, edge_columns
// sweep(versions, in_use), for the next two; needs wilson, and what kPythonComparison does of the
// numbers that are asked for
extern const char* const kPythonSweep;
extern const char* const
    kPythonThresholds;                     // needs every (connections of any number), min_synapses
extern const char* const kPythonErosion;   // needs positions
extern const char* const kPythonLabels;    // needs wilson, groups, code, accuracy, draws, seed
extern const char* const kPythonAdjusted;  // adjusted(p)
extern const char* const kPythonAgainst;   // against(observed, drawn)
// needs the two, wilson, b_side, blocks, b_post (who receives in block B), permutations, seed,
// sizes_too (then connections have a size, the sum of those of their synapses), triads_too,
// simplices_too, structure_too, participation_too; where one is true kPythonMotifs, code;
// degrees_too, shared_too, lengths_too, fall_too; where one is true kPythonShapes, and for lengths
// and falls positions; sizes_too kPythonEachSynapse; where any is true kPythonMeasures,
// kPythonShares; classes_too, then groups, code; kPythonTests
extern const char* const kPythonComparison;
extern const char* const kPythonTests;     // put_tests(); needs kPythonAgainst, kPythonAdjusted
extern const char* const kPythonRewiring;  // class Rewiring
extern const char* const kPythonMeasures;  // over(), modularity_of(), tie_of()
extern const char* const kPythonSites;     // near and clumped of each synapse, for the next
// each_synapse_of(); connections have the sizes of their synapses, and near and clumped as known
extern const char* const kPythonEachSynapse;
extern const char* const kPythonShapes;  // shapes_of(); needs kPythonMeasures
extern const char* const kPythonMotifs;  // triads_of(), simplices_of() … of a network
extern const char* const kPythonShares;  // shares_of(); needs the three before it, as asked for
// Random networks: the first of these, one model, the last. They need against, adjusted, model,
// controls, seed, groups, code, kPythonMeasures, sizes_too, triads_too, simplices_too,
// structure_too, and where one is true kPythonMotifs; rewired kPythonRewiring; distance positions,
// bin_um; other neurons kind.
extern const char* const kPythonNetwork;
extern const char* const kPythonDrawnPairs;  // for the next two
extern const char* const kPythonErdosRenyi;
extern const char* const kPythonBlocks;
extern const char* const kPythonRewired;
extern const char* const kPythonConfiguration;
extern const char* const kPythonDistanceNull;
extern const char* const kPythonOtherNeurons;
extern const char* const kPythonKinds;  // kind: bins of `matched`, a column of numbers
extern const char* const kPythonNullNumbers;

}  // namespace cnx
