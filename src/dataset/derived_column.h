#pragma once
// derived_column.h — a value for every neuron that no file has: a distance, a degree, the result
// of a statistic. Whoever computes one hands it to App::set_derived_column; the list of colors
// offers it, and a link names it, like a column of the dataset.

#include <string>
#include <vector>

namespace cnx {

struct DerivedColumn {
  std::string name;        // unique among derived columns; a column of the dataset goes first
  std::string definition;  // one sentence for people, with its unit
  std::vector<double> values;            // [neuron_count]; NaN: it has none
  std::vector<std::string> categories;   // not empty: values are codes into these

  bool operator==(const DerivedColumn&) const = default;
};

}  // namespace cnx
