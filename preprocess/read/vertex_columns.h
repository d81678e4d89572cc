#pragma once
// vertex_columns.h — what is the same for every input: the neurons' columns get roles and notes.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "read/column_roles.h"
#include "read/missing_text.h"
#include "read/raw_connectome.h"

namespace cnx {

/// A text or categorical column with more names than this is left out.
inline constexpr std::size_t kMaxCategoryNames = 4096;

struct VertexColumns {
  std::vector<RawColumn> columns;
  double position_unit_nm = 1;
  std::array<double, 3> axis_scale = {1, 1, 1};
  std::optional<std::uint32_t> line_position_column;
  std::vector<std::string> notes;
};

/// Which columns lack how many values, for one sentence about all of them.
class MissingValues {
 public:
  void add(const std::string& column, std::uint64_t count, bool is_text);
  /// Adds the sentence, unless nothing is missing.
  void note(std::vector<std::string>& notes) const;

 private:
  std::string list_;
  bool any_text_ = false;
};

/// Gives `vertices.columns` their roles and sets what follows from them. An integer column whose
/// role asks for categories becomes one, its names in numeric order; one with more than
/// kMaxCategoryNames keeps its integers and loses the role, with a note. Then a Real column whose
/// values are all whole numbers up to 2^53 becomes an Integer one, which takes fewer bytes;
/// Column::type still says what the input had.
/// Errors: those of assign_vertex_roles.
Result<Done> give_roles(VertexColumns& vertices, const ColumnOverrides& overrides);

}  // namespace cnx
