#pragma once
// derived_columns.h — the values of neurons that no file has, which the page itself knows: distance
// to the selected neuron, degrees, sets; and those that statistics hand in.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dataset/derived_column.h"
#include "dataset/neuron_table.h"
#include "format/manifest.h"
#include "view/view_state.h"
#include "worker/neuron_questions.h"

namespace cnx {

inline constexpr const char* kDistanceColumn = "distance to the selected neuron (µm)";
inline constexpr const char* kInDegreeColumn = "in-degree (partners)";
inline constexpr const char* kOutDegreeColumn = "out-degree (partners)";
inline constexpr const char* kSetsColumn = "sets";

/// What a section of the statistics has for each neuron.
struct StatisticColumns {
  std::uint32_t version = 0;  // changes whenever the columns do
  std::vector<DerivedColumn> columns;

  void change(std::vector<DerivedColumn> to) {
    if (columns.empty() && to.empty()) return;
    columns = std::move(to);
    version += 1;
  }
};

/// The sections that have some.
enum class ColumnSource : std::uint8_t { Motifs, Structure, EdgeMap };

class DerivedColumns {
 public:
  /// Added, or put in the place of the one with its name.
  void set(DerivedColumn column);
  void remove(std::string_view name);
  /// Those of a section take the place of what it handed in before.
  void take(ColumnSource source, const StatisticColumns& columns);

  /// Brings those of the page up to date. `degrees`: the worker's answer, or nullptr.
  void update(const NeuronTable& neurons, const Manifest& manifest, const ViewState& view,
              std::optional<NeuronIndex> selected, const Degrees* degrees,
              std::uint32_t answers_version);

  const std::vector<DerivedColumn>& all() const { return columns_; }
  /// Changes whenever all() does.
  std::uint32_t version() const { return version_; }

 private:
  struct Taken {
    std::uint32_t version = 0;
    std::vector<std::string> names;
  };

  std::vector<DerivedColumn> columns_;
  std::uint32_t version_ = 0;
  std::array<Taken, 3> taken_;  // by ColumnSource
  std::optional<NeuronIndex> selected_;
  bool positions_exact_ = false;
  std::vector<NamedSet> sets_;
  std::uint32_t answers_version_ = 0;
};

}  // namespace cnx
