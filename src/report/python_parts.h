#pragma once
// python_parts.h — what the programs of to_python.h consist of: one text for each statistic.
//
// All of them go on from these names: neurons (the table), connections (pre, post, synapses),
// pre_side and post_side (masks), inside (the connections that are counted), between (those without
// autapses), pairs (ordered pairs of different neurons) and result (what is printed).

namespace cnx {

extern const char* const kPythonWilson;  // wilson(k, n), for counts and classes
extern const char* const kPythonCounts;
extern const char* const kPythonDegrees;
extern const char* const kPythonClasses;        // needs groups, post_groups, code, post_code
extern const char* const kPythonMatrix;         // members and the matrix of them, for the next two
extern const char* const kPythonTriads;         // needs kPythonMatrix
extern const char* const kPythonStructure;      // needs kPythonMatrix, groups, code
extern const char* const kPythonSimplices;      // needs kPythonMatrix
extern const char* const kPythonParticipation;  // needs wilson, kPythonMatrix
extern const char* const kPythonDistance;       // needs positions, measure, bin_um
// needs positions, wilson, thickness_um, patched, spread_um, repeats, seed
extern const char* const kPythonExperiment;
// needs wilson, groups, post_groups, code, post_code, size_column (or None), site_columns (may be
// empty), positions (or None), near_um, clump_um
extern const char* const kPythonSynapses;
extern const char* const kPythonThresholds;  // needs wilson, min_synapses
extern const char* const kPythonErdosRenyi;  // needs controls, seed
extern const char* const kPythonConfiguration;

}  // namespace cnx
